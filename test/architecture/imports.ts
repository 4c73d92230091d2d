import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import ts from 'typescript';

/** A source file of the project: its path from the root, with forward slashes, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Made once, if several rules need it: see {@link withSyntaxTree}. */
  readonly tree?: ts.SourceFile;
}

/** The file with its syntax tree. */
export const withSyntaxTree = (file: SourceFile): SourceFile => ({ ...file, tree: syntaxTreeOf(file) });

export const syntaxTreeOf = ({ path, text, tree }: SourceFile): ts.SourceFile =>
  tree ?? ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);

/** Where an import leads: to a file of the project, or to a package (or a builtin, always with its scheme). */
export type ImportTarget =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'package'; readonly name: string; readonly specifier: string };

export interface Import {
  readonly specifier: string;
  /** 1-based. */
  readonly line: number;
  readonly target: ImportTarget;
}

/** Every import of a file whose specifier is a literal: static, dynamic, re-exports and types. */
export function importsOf(file: SourceFile): readonly Import[] {
  const { importedFiles } = ts.preProcessFile(file.text, true, true);
  return importedFiles.map(({ fileName, pos }) => ({
    specifier: fileName,
    line: lineAt(file.text, pos),
    target: targetOf(file.path, fileName),
  }));
}

/** The 1-based line of a character position. */
export function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}

function targetOf(from: string, specifier: string): ImportTarget {
  if (specifier.startsWith('.')) {
    return { kind: 'file', path: posix.join(posix.dirname(from), specifier) };
  }
  if (isBuiltin(specifier)) {
    const name = specifier.startsWith('node:') ? specifier : `node:${specifier}`;
    return { kind: 'package', name, specifier: name };
  }
  const [first = specifier, second] = specifier.split('/');
  const name = specifier.startsWith('@') && second !== undefined ? `${first}/${second}` : first;
  return { kind: 'package', name, specifier };
}
