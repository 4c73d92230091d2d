import ts from 'typescript';
import type { Finding } from './finding.ts';
import { isTestCode } from './import-rules.ts';
import { type SourceFile, syntaxTreeOf } from './imports.ts';

/** A rule about the syntax of a file, beyond its imports. */
interface SyntaxRule {
  readonly about: (file: string) => boolean;
  /** What is wrong with this node, in a few words; `undefined` when nothing is. */
  readonly objection: (node: ts.Node) => string | undefined;
  readonly why: string;
}

const isNeutral = (path: string) => !isTestCode(path) && /^(shared|edge-proxy\/core)\//.test(path);

/** Names that only one runtime has; a neutral file gets what it needs from them as an argument. */
const RUNTIME_GLOBALS = ['process', 'Buffer', 'require', '__dirname', '__filename', 'Deno', 'Bun'];

const SQL_START = /^\s*(select|insert|update|delete|with|create|alter|drop|lock|begin|set|notify|listen)\b/i;

export const SYNTAX_RULES = {
  'no-code-from-text': {
    about: isNeutral,
    objection: (node) => {
      if (!ts.isIdentifier(node) || isMemberName(node)) return undefined;
      if (node.text === 'eval') return 'uses eval';
      return node.text === 'Function' && !isInType(node) ? 'uses Function' : undefined;
    },
    why: 'Workers forbid making code from text; compile to closures instead',
  },
  'no-runtime-globals': {
    about: isNeutral,
    objection: (node) =>
      ts.isIdentifier(node) && !isMemberName(node) && RUNTIME_GLOBALS.includes(node.text)
        ? `uses ${node.text}`
        : undefined,
    why: 'this file runs on every runtime; take what it needs as an argument',
  },
  'no-computed-import': {
    about: (path) => !isTestCode(path) && /^(shared|control-plane|edge-proxy)\//.test(path),
    objection: (node) => {
      if (!ts.isCallExpression(node) || node.expression.kind !== ts.SyntaxKind.ImportKeyword)
        return undefined;
      const [specifier] = node.arguments;
      return specifier && ts.isStringLiteralLike(specifier) ? undefined : 'imports a computed name';
    },
    why: 'the other rules cannot check a computed import; import a literal',
  },
  'queries-only-in-the-store': {
    about: (path) => !isTestCode(path) && /^control-plane\/(?!store\/)/.test(path),
    objection: (node) =>
      ts.isTaggedTemplateExpression(node) && SQL_START.test(headOf(node.template))
        ? 'runs an SQL statement'
        : undefined,
    why: 'SQL belongs in control-plane/store; add a function to the store',
  },
  'test-files-share-nothing': {
    about: (path) => isTestCode(path) && path !== 'test/support/database.ts',
    objection: (node) => {
      if (ts.isImportSpecifier(node)) {
        const { text } = node.propertyName ?? node.name;
        return text === 'inject' || text === 'freePort' ? `imports ${text}` : undefined;
      }
      return ts.isPropertyAccessExpression(node) && node.getText() === 'process.env.REDIS_URL'
        ? 'reads REDIS_URL'
        : undefined;
    },
    why: 'two test files run at the same time; each starts its own Redis (startRedisServer), creates its own database (createTestDatabase) and reserves its ports (reservePort)',
  },
} satisfies Record<string, SyntaxRule>;

/** What the rules object to in one file. */
export function checkSyntax(file: SourceFile): readonly Finding[] {
  const rules = Object.entries<SyntaxRule>(SYNTAX_RULES).filter(([, rule]) => rule.about(file.path));
  if (rules.length === 0) return [];
  const source = syntaxTreeOf(file);
  const findings: Finding[] = [];
  const visit = (node: ts.Node): void => {
    for (const [name, { objection, why }] of rules) {
      const what = objection(node);
      if (what === undefined) continue;
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      findings.push({ file: file.path, line: line + 1, rule: name, what, why });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return findings;
}

/** Whether the identifier names a member (`a.process`, `{ process: 1 }`, `process(): void` in a type). */
function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node && !isGlobalThis(parent.expression);
  if (ts.isQualifiedName(parent)) return parent.right === node;
  return (
    (ts.isPropertyAssignment(parent) ||
      ts.isPropertySignature(parent) ||
      ts.isPropertyDeclaration(parent) ||
      ts.isMethodSignature(parent) ||
      ts.isMethodDeclaration(parent)) &&
    parent.name === node
  );
}

function isGlobalThis(node: ts.Expression): boolean {
  return ts.isIdentifier(node) && (node.text === 'globalThis' || node.text === 'self');
}

function isInType(node: ts.Identifier): boolean {
  return ts.isTypeReferenceNode(node.parent);
}

function headOf(template: ts.TemplateLiteral): string {
  return ts.isNoSubstitutionTemplateLiteral(template) ? template.text : template.head.text;
}
