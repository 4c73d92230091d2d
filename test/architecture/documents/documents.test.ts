import { describe, expect, test } from 'vitest';
import { checkLinks, checkMentions, type Tree } from './documents.ts';

const DOCUMENTS: Record<string, string> = {
  'README.md': '# Title\n\n## The `curl` tour, once more!\n\n## Twice\n\n## Twice\n',
  'docs/protocol.md': '# Protocol\n',
  'bin/start.ts': '',
};
const tree: Tree = {
  has: (path) => path === 'docs' || path in DOCUMENTS,
  read: (path) => DOCUMENTS[path] ?? '',
};

const linkObjections = (text: string, path = 'docs/protocol.md') =>
  checkLinks({ path, text }, tree).map(({ line, what }) => `${line}: ${what}`);

describe('links in documents', () => {
  test.each([
    ['a file beside', '[x](protocol.md)'],
    ['a file above', '[x](../README.md)'],
    ['a folder', '[x](../docs)'],
    ['a heading of the same document', '[x](#protocol)'],
    ['a heading with code and punctuation', '[x](../README.md#the-curl-tour-once-more)'],
    ['the second heading of the same words', '[x](../README.md#twice-1)'],
    ['another site', '[x](https://openfeature.dev/spec#x)'],
    ['an example in a code block', '```md\n[x](nowhere.md)\n```'],
    ['an example in code', 'write `[x](nowhere.md)`'],
  ])('may lead to %s', (_, text) => {
    expect(linkObjections(text)).toEqual([]);
  });

  test.each([
    ['a missing file', 'a\n[x](nowhere.md)', `2: link 'nowhere.md' leads to nothing`],
    [
      'a missing heading',
      '[x](../README.md#none)',
      `1: link '../README.md#none' names no heading of README.md`,
    ],
    ['outside the project', '[x](../../other/a.md)', `1: link '../../other/a.md' leads out of the project`],
    ['an absolute path', '[x](/etc/motd)', `1: link '/etc/motd' leads out of the project`],
    ['a missing file, by reference', '[x]\n\n[x]: gone.md', `3: link 'gone.md' leads to nothing`],
  ])('may not lead to %s', (_, text, objection) => {
    expect(linkObjections(text)).toEqual([objection]);
  });
});

const mentionRules = (text: string) =>
  checkMentions({ path: 'bin/start.ts', text }, tree, '/srv/build/clone').map(
    ({ line, rule }) => `${line} ${rule}`,
  );

describe('what a text names', () => {
  test.each([
    ['the folder of this clone', `const a = 1;\nconst at = '/srv/build/clone/bin';`, ['2 no-machine-paths']],
    ['the home of a person', '// see /home/ada/notes', ['1 no-machine-paths']],
    ['the home of root', 'HOME=/root/x', ['1 no-machine-paths']],
    ['a document that does not exist', '// see PLANS.md', ['1 documents-exist']],
    ['a document of a folder that does not exist', '// see notes/PLANS.md', ['1 documents-exist']],
  ])('may not be %s', (_, text, rules) => {
    expect(mentionRules(text)).toEqual(rules);
  });

  test.each([
    ['a document', '// see docs/protocol.md and README.md'],
    ['a route', `get('/home'); fetch('http://127.0.0.1/home/x'); // below /root, or <a>/home/b`],
    ['a pattern of documents', 'includes **/*.md'],
  ])('may be %s', (_, text) => {
    expect(mentionRules(text)).toEqual([]);
  });
});
