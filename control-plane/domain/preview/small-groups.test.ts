import { expect, it } from 'vitest';
import type { Preview, PreviewedFlag } from './preview.ts';
import { withoutSmallGroups } from './small-groups.ts';

const resolution = (value: boolean) =>
  ({
    value,
    variationKey: value ? 'on' : 'off',
    reason: 'STATIC',
    errorCode: null,
    errorDetails: null,
    flagKey: 'checkout',
  }) as const;
const transition = (before: boolean, after: boolean, contexts: number) => ({
  before: resolution(before),
  after: resolution(after),
  isChange: before !== after,
  contexts,
});
const previewOf = (changed: number): Pick<Preview, 'flags' | 'sample'> => ({
  sample: null,
  flags: [
    {
      flagKey: 'checkout',
      evaluated: 100,
      changed,
      transitions: [transition(false, false, 100 - changed), transition(false, true, changed)]
        .filter(({ contexts }) => contexts > 0)
        .sort((one, other) => other.contexts - one.contexts),
      otherContexts: 0,
      dependsOnPrivate: false,
    } satisfies PreviewedFlag,
  ],
});

it('answers the same whether no user changes or up to four do, and whether all change or all but four', () => {
  const none = withoutSmallGroups(previewOf(0));
  const all = withoutSmallGroups(previewOf(100));
  for (const few of [1, 2, 3, 4]) {
    expect(withoutSmallGroups(previewOf(few))).toEqual(none);
    expect(withoutSmallGroups(previewOf(100 - few))).toEqual(all);
  }
});

it('shows groups of five and more in multiples of five, and what is left with the largest', () => {
  const [flag] = withoutSmallGroups(previewOf(13)).flags;
  expect(flag).toMatchObject({ evaluated: 100, changed: 10, otherContexts: 0 });
  expect(flag?.transitions.map(({ contexts }) => contexts)).toEqual([90, 10]);
});

it('shows nothing of a sample of fewer than five users', () => {
  const [flag] = previewOf(0).flags;
  if (flag === undefined) throw new Error('no flag');
  const one = { ...flag, evaluated: 1, changed: 1, transitions: [transition(false, true, 1)] };
  expect(withoutSmallGroups({ sample: null, flags: [one] }).flags).toEqual([
    { ...one, changed: 0, transitions: [] },
  ]);
});
