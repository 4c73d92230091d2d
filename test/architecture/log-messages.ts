import ts from 'typescript';
import type { Finding } from './finding.ts';
import { isTestCode } from './import-rules.ts';
import { type SourceFile, syntaxTreeOf } from './imports.ts';

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

/** The part whose log messages are listed that contains this file. */
function partOf(path: string): string | undefined {
  return path.endsWith('.ts') ? PARTS.find((folder) => path.startsWith(`${folder}/`)) : undefined;
}

/** Every call `logger.level('message', { fields })` of the production code, each message once a part and level. */
function logMessages(files: readonly SourceFile[]): readonly LogMessage[] {
  const found = new Map<string, LogMessage>();
  for (const file of files) {
    const part = partOf(file.path);
    if (part === undefined || isTestCode(file.path)) continue;
    for (const { level, messages, fields } of callsIn(file)) {
      for (const message of messages ?? []) {
        const key = `${part} ${message} ${level}`;
        const known = found.get(key)?.fields ?? [];
        found.set(key, { part, level, message, fields: [...new Set([...known, ...fields])].sort() });
      }
    }
  }
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, message]) => message);
}

/** Objections to messages that are not literals: a search for a message must find its call, and the list must name it. */
export function checkLogMessages(file: SourceFile): readonly Finding[] {
  if (partOf(file.path) === undefined || isTestCode(file.path)) return [];
  return callsIn(file)
    .filter(({ messages }) => messages === undefined)
    .map(({ line, text }) => ({
      file: file.path,
      line,
      rule: 'log-messages',
      what: `logs ${text}`,
      why: 'the message is a literal, or a condition between literals; what varies is a field',
    }));
}

interface LogCall {
  readonly line: number;
  readonly level: string;
  /** The first argument as it is written. */
  readonly text: string;
  /** The messages it can be; `undefined` if it is not made of literals. */
  readonly messages: readonly string[] | undefined;
  readonly fields: readonly string[];
}

function callsIn(file: SourceFile): readonly LogCall[] {
  // Parsing takes time, and most files log nothing.
  if (!file.text.includes('logger.')) return [];
  const source = syntaxTreeOf(file);
  const calls: LogCall[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { expression, name } = node.expression;
      const [message, fields] = node.arguments;
      if (LEVELS.includes(name.text) && /(^|\.)logger$/.test(expression.getText(source)) && message) {
        calls.push({
          line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1,
          level: name.text,
          text: message.getText(source),
          messages: literalsOf(message),
          fields: namesIn(fields),
        });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return calls;
}

/** The literals that an argument can be; `undefined` if it can be anything else. */
function literalsOf(argument: ts.Expression): readonly string[] | undefined {
  if (ts.isStringLiteralLike(argument)) return [argument.text];
  if (!ts.isConditionalExpression(argument)) return undefined;
  const whenTrue = literalsOf(argument.whenTrue);
  const whenFalse = literalsOf(argument.whenFalse);
  return whenTrue && whenFalse && [...whenTrue, ...whenFalse];
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
