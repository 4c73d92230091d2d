import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { VectorFile } from '../../shared/evaluation/vectors/run-vectors.ts';

const vectors = new URL('../../shared/evaluation/vectors/', import.meta.url);

/** The vectors, read from their files. */
export function readVectorFiles(): VectorFile[] {
  return vectorFileNames().map((name) => JSON.parse(readFileSync(new URL(name, vectors), 'utf8')));
}

function vectorFileNames(): string[] {
  const names = readdirSync(vectors).filter((name) => name.endsWith('.json'));
  return names.filter((name) => name !== 'vectors.schema.json').toSorted();
}

/**
 * A module that runs on every runtime. It exports `answers()`, which returns the evaluator's answers to all vectors as JSON. The
 * vectors are strings in it and are parsed when it runs, as a flag set from the network is.
 */
export async function bundleSuite(): Promise<string> {
  const imports = vectorFileNames().map((name, index) => `import file${index} from './vectors/${name}';`);
  const files = imports.map((_, index) => `file${index}`).join(', ');
  const { outputFiles } = await build({
    stdin: {
      contents: `${imports.join('\n')}
import { compileFlagSet, evaluate } from './index.ts';
import { answerVectors } from './vectors/run-vectors.ts';
export const answers = () =>
  JSON.stringify(answerVectors([${files}].map((text) => JSON.parse(text)), { compileFlagSet, evaluate }));`,
      resolveDir: fileURLToPath(new URL('..', vectors)),
      loader: 'ts',
    },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    loader: { '.json': 'text' },
    write: false,
    logLevel: 'warning',
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error('esbuild returned no bundle of the vectors.');
  return output.text;
}
