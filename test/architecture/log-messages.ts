import ts from 'typescript';
import { isTestCode } from './import-rules.ts';
import type { SourceFile } from './imports.ts';

/** A message that a part of the product logs. */
export interface LogMessage {
  readonly part: string;
  readonly level: string;
  readonly message: string;
  /** Names of the fields that the call gives as an object literal, sorted. */
  readonly fields: readonly string[];
}

const PARTS = [
  'shared',
  'node-process',
  'control-plane',
  'edge-proxy/core',
  'edge-proxy/node',
  'edge-proxy/worker',
];
const LEVELS = ['debug', 'info', 'warn', 'error'];

/** Every call `logger.level('message', { fields })` of the production code, each message once a part and level. */
function logMessages(files: readonly SourceFile[]): readonly LogMessage[] {
  const found = new Map<string, LogMessage>();
  for (const file of files) {
    const part = PARTS.find((folder) => file.path.startsWith(`${folder}/`));
    if (part === undefined || isTestCode(file.path) || !file.path.endsWith('.ts')) continue;
    for (const { level, message, fields } of callsIn(file)) {
      const key = `${part} ${message} ${level}`;
      const known = found.get(key)?.fields ?? [];
      found.set(key, { part, level, message, fields: [...new Set([...known, ...fields])].sort() });
    }
  }
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, message]) => message);
}

function callsIn(file: SourceFile): readonly Omit<LogMessage, 'part'>[] {
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
  const calls: Omit<LogMessage, 'part'>[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { expression, name } = node.expression;
      const [message, fields] = node.arguments;
      if (LEVELS.includes(name.text) && /(^|\.)logger$/.test(expression.getText(source)) && message) {
        const texts = textsOf(message, source);
        calls.push(...texts.map((text) => ({ level: name.text, message: text, fields: namesIn(fields) })));
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return calls;
}

/** The literals that an argument can be; anything else stands as its source, which the list then shows. */
function textsOf(argument: ts.Expression, source: ts.SourceFile): readonly string[] {
  if (ts.isStringLiteralLike(argument)) return [argument.text];
  if (ts.isConditionalExpression(argument)) {
    return [...textsOf(argument.whenTrue, source), ...textsOf(argument.whenFalse, source)];
  }
  return [`(${argument.getText(source)})`];
}

function namesIn(fields: ts.Expression | undefined): readonly string[] {
  if (fields === undefined || !ts.isObjectLiteralExpression(fields)) return [];
  return fields.properties.flatMap(({ name }) => (name && ts.isIdentifier(name) ? [name.text] : []));
}

/** The messages as a Markdown table, for docs/operations.md. */
export function logTable(files: readonly SourceFile[]): string {
  const rows = logMessages(files).map(({ part, level, message, fields }) => {
    const names = fields.map((field) => `\`${field}\``).join(', ');
    return `| \`${part}\` | ${level} | ${message} | ${names || '–'} |`;
  });
  return ['| part | `level` | `msg` | fields |', '|---|---|---|---|', ...rows].join('\n');
}
