import { posix } from 'node:path';
import type { Finding } from '../finding.ts';
import { lineAt, type SourceFile } from '../imports.ts';

/** What a link in a document may lead to. */
export interface Tree {
  /** Whether a file or folder of this path (from the root) exists. */
  has(path: string): boolean;
  /** The text of a document, for its headings. */
  read(path: string): string;
}

/** Objections to the links of one Markdown file: relative ones must lead to a file of the project, and to a heading. */
export function checkLinks(document: SourceFile, tree: Tree): readonly Finding[] {
  const text = withoutCode(document.text);
  return [...text.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)|^[ \t]*\[[^\]]+\]:\s*(\S+)/gm)].flatMap(
    (match) => {
      const target = match[1] ?? match[2] ?? '';
      const what = objectionTo(target, document, tree);
      return what === undefined
        ? []
        : [{ ...placeOf(document, match.index), rule: 'links-resolve', what, why: LINK_ADVICE }];
    },
  );
}

const LINK_ADVICE = 'the reference leads to nothing; name a file (and a heading) of this project';

function objectionTo(target: string, document: SourceFile, tree: Tree): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return undefined;
  const [path = '', anchor] = target.split('#');
  const file =
    path === '' ? document.path : posix.join(posix.dirname(document.path), decodeURIComponent(path));
  if (file.startsWith('..') || posix.isAbsolute(path)) return `link '${target}' leads out of the project`;
  if (!tree.has(file)) return `link '${target}' leads to nothing`;
  if (anchor && file.endsWith('.md') && !headingsOf(tree.read(file)).has(anchor))
    return `link '${target}' names no heading of ${file}`;
  return undefined;
}

/** The anchors GitHub gives the headings of a document. */
function headingsOf(text: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of withoutCode(text, { inline: false }).matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const slug = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-');
    let anchor = slug;
    for (let copy = 1; anchors.has(anchor); copy++) anchor = `${slug}-${copy}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** Blanks code, keeping every position, so that examples in it are not taken for links. */
function withoutCode(text: string, { inline = true } = {}): string {
  const blank = (code: string) => code.replace(/[^\n]/g, ' ');
  const prose = text.replace(/^(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1[^\n]*$/gm, blank);
  return inline ? prose.replace(/`[^`\n]*`/g, blank) : prose;
}

/**
 * Objections to what a text of any kind names: paths of one machine, and documents that do not exist.
 * @param root the absolute path of the project on this machine, which must not appear either
 */
export function checkMentions(file: SourceFile, tree: Tree, root: string): readonly Finding[] {
  const findings: Finding[] = [];
  const machinePath = new RegExp(
    `(?<![\\w.:/<>-])(?:${root.replace(/[^\w/]/g, '\\$&')}(?=[/\\s'"\`)]|$)|/(?:home|root|Users)/[\\w-][\\w./-]*|[A-Z]:\\\\Users\\\\)`,
    'gm',
  );
  for (const match of file.text.matchAll(machinePath)) {
    findings.push({
      ...placeOf(file, match.index),
      rule: 'no-machine-paths',
      what: `names '${match[0]}'`,
      why: 'that path exists on one machine only; use a path relative to the project',
    });
  }
  for (const match of file.text.matchAll(/(?<![\w./*-]|\]\(|\[|\[`)((?:[\w.-]+\/)*[\w-]+\.md)\b/g)) {
    const path = match[1] ?? '';
    const beside = posix.join(posix.dirname(file.path), path);
    if (tree.has(path) || tree.has(beside)) continue;
    findings.push({
      ...placeOf(file, match.index),
      rule: 'documents-exist',
      what: `speaks of '${path}'`,
      why: 'there is no such document in this project',
    });
  }
  return findings;
}

function placeOf(file: SourceFile, position: number): { file: string; line: number } {
  return { file: file.path, line: lineAt(file.text, position) };
}
