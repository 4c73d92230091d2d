import { expect, it } from 'vitest';
import type { ProjectDiff } from '../../model/project-change.ts';
import { callerWithRole } from '../../model/role.ts';
import { appliedData, webhookBody } from './webhook-payload.ts';

const caller = callerWithRole('user', 'admin');
const entry = { id: 'change-set', number: 7, name: 'Release' };
const dataOf = (diff: ProjectDiff) =>
  appliedData(caller, entry, {
    projectId: 'project',
    environmentKeys: ['production'],
    diff,
    bypass: undefined,
  });

it('says who changed what and where, in words and as a structure', () => {
  const diff: ProjectDiff = [
    { flagKey: 'checkout', environmentKey: 'production', member: 'enabled', before: false, after: true },
    { segmentKey: 'beta', member: 'included', added: ['ana@example.org'], removed: [] },
  ];
  expect(dataOf(diff)).toEqual({
    projectId: 'project',
    position: 7,
    changeSet: { id: 'change-set', number: 7, name: 'Release', bypass: null },
    author: { userId: 'user', kind: 'person' },
    environments: ['production'],
    flags: ['checkout'],
    flagsTotal: 1,
    segments: ['beta'],
    segmentsTotal: 1,
    lines: ['flag "checkout" in production: turned on', 'segment "beta": 1 included member added'],
    linesTotal: 2,
    changes: [diff[0], { segmentKey: 'beta', member: 'included', addedTotal: 1, removedTotal: 0 }],
    changesTotal: 2,
  });
});

it('is bounded, whatever has changed', () => {
  const [before, after] = ['b'.repeat(60_000), 'a'.repeat(60_000)];
  const diff: ProjectDiff = Array.from({ length: 2_000 }, (_, index) => ({
    flagKey: `flag-${index}-${'k'.repeat(80)}`,
    environmentKey: 'production',
    member: 'defaultValue' as const,
    before,
    after,
  }));
  const data = dataOf(diff);
  expect(data).toMatchObject({ flagsTotal: 2_000, linesTotal: 2_000, changesTotal: 2_000 });
  expect(data.changes).toHaveLength(100);
  expect(data.changes).toContainEqual(expect.objectContaining({ valuesOmitted: true }));
  expect(webhookBody('change_set.applied', new Date(), data).length).toBeLessThan(400_000);
});
