import { expect, test } from 'vitest';
import { ruleSentence, touchedEnvironments } from './protection-words.ts';

const ALL = ['staging', 'production'];

test('settings touch their environment; segments and archiving touch all; names and new flags touch none', () => {
  const setting = { flagKey: 'checkout', environmentKey: 'production', member: 'enabled', after: true };
  expect(touchedEnvironments([setting], ALL)).toEqual(['production']);
  expect(touchedEnvironments([{ segmentKey: 'beta', member: 'included', added: ['u-1'] }], ALL)).toEqual(ALL);
  expect(touchedEnvironments([{ flagKey: 'checkout', member: 'archived', after: true }], ALL)).toEqual(ALL);
  expect(touchedEnvironments([{ flagKey: 'checkout', member: 'name', after: 'Name' }], ALL)).toEqual([]);
  const created = { flagKey: 'fresh', member: 'flag', after: { type: 'boolean' } };
  const isOff = { flagKey: 'fresh', environmentKey: 'production', member: 'enabled', after: false };
  expect(touchedEnvironments([created, isOff], ALL)).toEqual([]);
  expect(touchedEnvironments([created, { ...isOff, after: true }], ALL)).toEqual(['production']);
});

test('a protection says how many people of which kind must approve', () => {
  const protection = {
    approvals: 2,
    approverRole: 'admin',
    approverIds: ['u-1'],
    maySwitchOff: true,
  } as const;
  expect(
    ruleSentence({ environmentKey: 'production', protection: { ...protection, approverIds: ['u-1'] } }),
  ).toBe(
    'production is protected: 2 people with the role admin, or of 1 named must approve what its readers get. Only switching a flag off is free.',
  );
});
