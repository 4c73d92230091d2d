import ts from 'typescript';
import type { Finding } from './finding.ts';
import { isTestCode } from './import-rules.ts';
import { type SourceFile, syntaxTreeOf } from './imports.ts';

/** The largest number of lines of a function, its signature and the functions inside it included. */
export const MAX_FUNCTION_LINES = 50;

/** Of a component: most of its lines are the elements it renders, one attribute a line. */
const MAX_COMPONENT_LINES = 80;

/** Functions that a split would not make clearer, as `file#name`, with the reason. */
export const LONG_FUNCTIONS: Readonly<Record<string, string>> = {
  'edge-proxy/core/state/events/table-writer.ts#createTableWriter':
    'its functions share the buffer and the position in it as variables of one closure; each runs for every event, and passing both along would cost time',
};

const isMeasured = (path: string) =>
  !isTestCode(path) && /^(shared|node-process|control-plane|edge-proxy|bin|sdk)\//.test(path);

/** Functions of production code are short enough to be read at a glance. */
export function checkFunctionLength(
  file: SourceFile,
  exceptions: Readonly<Record<string, string>> = LONG_FUNCTIONS,
): readonly Finding[] {
  if (!isMeasured(file.path)) return [];
  const source = syntaxTreeOf(file);
  const lineOf = (position: number) => source.getLineAndCharacterOfPosition(position).line + 1;
  const maxLines = file.path.endsWith('.tsx') ? MAX_COMPONENT_LINES : MAX_FUNCTION_LINES;
  const findings: Finding[] = [];
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit);
    if (!ts.isFunctionLike(node)) return;
    const line = lineOf(node.getStart(source));
    const lines = lineOf(node.end) - line + 1;
    const name = nameOf(node);
    const isException = `${file.path}#${name}` in exceptions;
    if (lines > maxLines && !isException) {
      findings.push({
        file: file.path,
        line,
        rule: 'short-functions',
        what: `${name} has ${lines} lines`,
        why: `a function has at most ${maxLines} lines; split it by its jobs, or give the reason in test/architecture/function-length.ts`,
      });
    }
  };
  visit(source);
  return findings;
}

/** The name of a function, or of what it is assigned to. */
function nameOf(node: ts.SignatureDeclaration): string {
  if (node.name !== undefined) return node.name.getText();
  const { parent } = node;
  const isNamed = ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent);
  return isNamed ? parent.name.getText() : 'a function without a name';
}
