import { expect, it } from 'vitest';
import { compileFlagSet, evaluate } from '../../../../../shared/evaluation/index.ts';
import { flagSetFrom, withEditedFlag } from './flag-set-with-edits.ts';

const wire = {
  protocol: 1,
  environment: { id: '00000000-0000-4000-8000-000000000000', key: 'staging' },
  committedAt: '2026-01-01T00:00:00Z',
  segments: [{ key: 'staff', version: 1, included: ['u-1'], excluded: [], rules: [] }],
  flags: [
    {
      key: 'f',
      type: 'boolean' as const,
      version: 1,
      enabled: false,
      defaultValue: false,
      clientSide: false,
      variations: [
        { key: 'on', value: true },
        { key: 'off', value: false },
      ],
      prerequisites: [],
      rules: [],
    },
  ],
};
const edited = {
  enabled: true,
  defaultValue: false,
  variations: [
    { key: 'on', value: true, name: 'On', description: '' },
    { key: 'off', value: false, name: '', description: '' },
  ],
  prerequisites: [],
  rules: [
    {
      id: 'new-1',
      priority: 0,
      description: '',
      conditions: [{ conditionType: 'segment' as const, attribute: '', operator: 'in', values: ['staff'] }],
      serve: { variation: 'on' },
    },
  ],
};
const flag = { key: 'f', type: 'boolean' as const, clientSide: false };

it('edits that are not saved decide, with the segments of the environment', () => {
  const set = compileFlagSet(withEditedFlag(flagSetFrom(wire), flag, edited));
  expect(evaluate(set, 'f', { targetingKey: 'u-1' })).toMatchObject({
    value: true,
    reason: 'TARGETING_MATCH',
  });
  expect(evaluate(set, 'f', { targetingKey: 'u-2' })).toMatchObject({ value: false, reason: 'DEFAULT' });
});

it('a flag that readers do not get, such as an archived one, can be tried', () => {
  const set = compileFlagSet(withEditedFlag(flagSetFrom({ ...wire, flags: [] }), flag, edited));
  expect(evaluate(set, 'f', { targetingKey: 'u-1' })).toMatchObject({ value: true });
});
