import { expect, test } from 'vitest';
import { readerProblems, type StreamReader, sortReaders } from './readers.ts';

const READER: StreamReader = {
  id: 'r-1',
  environmentKey: 'production',
  keyId: 'k-1',
  name: 'edge',
  version: '0.1.0',
  kind: 'edge',
  region: null,
  instance: 'a',
  features: [],
  lacks: [],
  streams: 1,
  connectedAt: '2026-11-27T00:00:00Z',
  seenAt: '2026-11-27T00:00:00Z',
  position: '7-a',
  reportedPosition: '7-a',
  reportedAt: null,
  via: null,
  versionsBehind: 0,
};

test.each([
  [{}, []],
  [{ versionsBehind: null }, []],
  [{ versionsBehind: 1 }, ['1 version behind']],
  [{ versionsBehind: 3, lacks: ['semver_neq'] }, ['3 versions behind', 'lacks semver_neq']],
])('a reader with %j has the problems %j', (members, problems) => {
  expect(readerProblems({ ...READER, ...members })).toEqual(problems);
});

test('what is behind comes first, then by environment and name', () => {
  const readers = [
    { ...READER, id: '1', environmentKey: 'staging' },
    { ...READER, id: '2', instance: 'b' },
    { ...READER, id: '3', environmentKey: 'staging', versionsBehind: 2 },
    { ...READER, id: '4' },
  ];
  expect(sortReaders(readers).map(({ id }) => id)).toEqual(['3', '4', '2', '1']);
});
