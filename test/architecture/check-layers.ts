import type { Finding } from './finding.ts';
import { isTestCode } from './import-rules.ts';
import { importsOf, type SourceFile } from './imports.ts';
import type { Layer } from './layers/layer.ts';
import { LAYERS } from './layers/layers.ts';

/** Objections to a file's imports from other layers of its own part; type imports count, tests are free. */
export function checkLayers(file: SourceFile, parts = LAYERS): readonly Finding[] {
  const own = layerOf(file.path, parts);
  if (own === undefined || isTestCode(file.path)) return [];
  if (own.layer === undefined) {
    const why = `enter its folder into the layers of ${own.part} (test/architecture/layers/), or move it`;
    return [{ file: file.path, line: 1, rule: 'layers', what: 'stands in no layer', why }];
  }
  const { part, layer, name } = own;
  return importsOf(file).flatMap(({ specifier, line, target }) => {
    const other = target.kind === 'file' ? layerOf(target.path, parts) : undefined;
    if (other === undefined || other.part !== part) return [];
    if (other.name === name || layer.mayImport.includes(other.name)) return [];
    const allowed = layer.mayImport.length === 0 ? 'no other layer' : layer.mayImport.join(', ');
    const why = `${part}/${name} may import ${allowed}; move what both need into a layer below`;
    return [{ file: file.path, line, rule: 'layers', what: `imports '${specifier}'`, why }];
  });
}

interface Place {
  readonly part: string;
  readonly name: string;
  /** `undefined`: the part has layers, and none of them holds this file. */
  readonly layer: Layer | undefined;
}

/** The layer with the longest folder that holds a file; `undefined` outside the parts that have layers. */
function layerOf(path: string, parts: typeof LAYERS): Place | undefined {
  const part = longest(Object.keys(parts).filter((folder) => path.startsWith(`${folder}/`)));
  if (part === undefined) return undefined;
  const layers = parts[part] ?? {};
  const below = path.slice(part.length + 1);
  const name =
    longest(Object.keys(layers).filter((each) => below === each || below.startsWith(`${each}/`))) ?? '.';
  const isInPart = name !== '.' || !below.includes('/');
  return { part, name, layer: isInPart ? layers[name] : undefined };
}

function longest(texts: readonly string[]): string | undefined {
  return texts.reduce<string | undefined>(
    (best, text) => (best === undefined || text.length > best.length ? text : best),
    undefined,
  );
}

/** The layers as a Markdown table, for docs/architecture.md. */
export function layerTable(parts = LAYERS): string {
  const rows = Object.entries(parts).flatMap(([part, layers]) =>
    Object.entries(layers).map(([name, { is, mayImport }]) => {
      const folder = name === '.' ? `${part}/*.ts` : `${part}/${name}`;
      const allowed = mayImport.map((layer) => `\`${layer === '.' ? '*.ts' : layer}\``).join(', ');
      return `| \`${folder}\` | ${is} | ${allowed || '–'} |`;
    }),
  );
  return ['| folder | contains | may import, of its own part |', '|---|---|---|', ...rows].join('\n');
}
