import ts from 'typescript';
import type { Finding } from './finding.ts';
import { isTestCode } from './import-rules.ts';
import { type SourceFile, syntaxTreeOf } from './imports.ts';

/** Names that a framework or a runtime prescribes; more than one file may export them. */
const CONVENTIONS: ReadonlySet<string> = new Set(['Route']);

const isProductionCode = ({ path }: SourceFile) =>
  !isTestCode(path) && /^(shared|node-process|control-plane|edge-proxy|bin|sdk)\/.*\.tsx?$/.test(path);

const isConsole = ({ path }: SourceFile) => path.startsWith('control-plane/console/');
const isShared = ({ path }: SourceFile) => path.startsWith('shared/');

/**
 * One name means one thing: no two files of the production code export the same name. Re-exports do not count. The console is a
 * client: its flag is the API's flag, not that of the server's store, so it has names of its own beside those of `shared/`.
 */
export function checkUniqueNames(files: readonly SourceFile[]): readonly Finding[] {
  const server = files.filter((file) => !isConsole(file));
  const client = files.filter((file) => isConsole(file) || isShared(file));
  return [
    ...repeatedNames(server),
    ...repeatedNames(client).filter(({ file }) => !file.startsWith('shared/')),
  ];
}

function repeatedNames(files: readonly SourceFile[]): readonly Finding[] {
  const firstFile = new Map<string, string>();
  return files.filter(isProductionCode).flatMap((file) =>
    exportedNames(file).flatMap(({ name, line }) => {
      const first = firstFile.get(name);
      if (first === undefined) firstFile.set(name, file.path);
      if (first === undefined || first === file.path || CONVENTIONS.has(name)) return [];
      return [
        {
          file: file.path,
          line,
          rule: 'unique-exported-names',
          what: `exports '${name}', as ${first} does`,
          why: 'a name means one concept in the whole project; use the one that exists, or name the difference',
        },
      ];
    }),
  );
}

interface ExportedName {
  readonly name: string;
  /** 1-based. */
  readonly line: number;
}

/** What a file declares and exports. A type and a value of one name are one concept. */
function exportedNames(file: SourceFile): readonly ExportedName[] {
  const source = syntaxTreeOf(file);
  return source.statements.filter(isExported).flatMap((statement) =>
    declaredNames(statement).map((identifier) => ({
      name: identifier.text,
      line: source.getLineAndCharacterOfPosition(identifier.getStart(source)).line + 1,
    })),
  );
}

function isExported(statement: ts.Statement): boolean {
  return (
    ts.canHaveModifiers(statement) &&
    (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  );
}

function declaredNames(statement: ts.Statement): readonly ts.Identifier[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => identifiersIn(name));
  }
  if (
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement)
  ) {
    return statement.name === undefined ? [] : [statement.name];
  }
  return [];
}

function identifiersIn(name: ts.BindingName): readonly ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((element) =>
    ts.isBindingElement(element) ? identifiersIn(element.name) : [],
  );
}
