import { expect, test } from 'vitest';
import { type AuditEntry, entryText } from './audit-entries.ts';

const ENTRY: AuditEntry = {
  id: 'a-1',
  userId: 'u-1',
  userName: 'Ana',
  action: 'update',
  resourceType: 'flag',
  resourceId: 'f-1',
  oldValue: null,
  newValue: null,
  valuesOmitted: false,
  createdAt: '2026-11-27T00:00:00Z',
};

test.each([
  [{ newValue: { key: 'new-checkout', name: 'New checkout' } }, 'changed flag new-checkout'],
  [{ action: 'delete', oldValue: { key: 'old' } }, 'deleted flag old'],
  [
    { newValue: { flagKey: 'a', environmentKey: 'staging' }, resourceType: 'flag_environment' },
    'changed settings of a flag in an environment a in staging',
  ],
  [
    { action: 'request_review', resourceType: 'change_set', newValue: { name: 'Release 7' } },
    'asked for a review of change set Release 7',
  ],
  [{ action: 'break_glass', resourceType: 'new_thing' }, 'break glass new thing'],
  [{ newValue: 'text' }, 'changed flag'],
])('an entry with %j reads %j', (members, text) => {
  expect(entryText({ ...ENTRY, ...members })).toBe(text);
});
