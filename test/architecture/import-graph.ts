import { posix } from 'node:path';
import type { Finding } from './finding.ts';
import { isTestCode } from './import-rules.ts';
import { importsOf, type SourceFile } from './imports.ts';

/** Which nodes a node leads to. Nodes are paths of files or of folders. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** Which files of the project each file imports; type imports count. */
function fileGraph(files: readonly SourceFile[]): Graph {
  const known = new Set(files.map(({ path }) => path));
  return new Map(
    files.map((file) => [
      file.path,
      new Set(
        importsOf(file).flatMap(({ target }) =>
          target.kind === 'file' && known.has(target.path) ? [target.path] : [],
        ),
      ),
    ]),
  );
}

/**
 * Which folders the files of each folder import from. A folder and its subfolders may need each other: the layers say
 * which of their files may.
 */
function folderGraph(graph: Graph): Graph {
  const folders = new Map<string, Set<string>>();
  for (const [file, targets] of graph) {
    const folder = posix.dirname(file);
    const found = folders.get(folder) ?? new Set();
    folders.set(folder, found);
    for (const target of targets.values()) {
      const other = posix.dirname(target);
      if (!`${other}/`.startsWith(`${folder}/`) && !`${folder}/`.startsWith(`${other}/`)) found.add(other);
    }
  }
  return folders;
}

/**
 * The strongly connected components that have more than one node, each sorted: the nodes of one import each other in
 * a circle. Tarjan, "Depth-first search and linear graph algorithms", 1972.
 */
export function cyclesOf(graph: Graph): readonly (readonly string[])[] {
  const order = new Map<string, number>();
  const stack: string[] = [];
  const cycles: string[][] = [];

  /** Returns the earliest visited node that can be reached from this one along the stack. */
  function visit(node: string): number {
    const own = order.size;
    let earliest = own;
    order.set(node, own);
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      const seen = order.get(next);
      if (seen === undefined) earliest = Math.min(earliest, visit(next));
      else if (stack.includes(next)) earliest = Math.min(earliest, seen);
    }
    if (earliest === own) {
      const component = stack.splice(stack.indexOf(node));
      if (component.length > 1) cycles.push(component.sort());
    }
    return earliest;
  }

  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  return cycles;
}

/** Files that import each other in a circle, everywhere; and folders that do, in production code. */
export function checkCycles(files: readonly SourceFile[]): readonly Finding[] {
  const production = files.filter(({ path }) => !isTestCode(path));
  return [
    ...cyclesOf(fileGraph(files)).map((cycle) => toFinding('no-file-cycles', cycle)),
    ...cyclesOf(folderGraph(fileGraph(production))).map((cycle) => toFinding('no-folder-cycles', cycle)),
  ];
}

function toFinding(rule: string, cycle: readonly string[]): Finding {
  return {
    file: cycle[0] ?? '',
    line: 1,
    rule,
    what: `import each other in a circle: ${cycle.join(', ')}`,
    why: 'none of them can be understood or moved without the others; move what both need below both',
  };
}
