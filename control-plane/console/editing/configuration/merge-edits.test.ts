import { describe, expect, it } from 'vitest';
import { editSessionOf, resolveConflicts } from './edit-session.ts';
import type { EditedConfiguration, EditedRule } from './edited-configuration.ts';
import { mergeEdits } from './merge-edits.ts';

const PLACE = { flagKey: 'f', environmentKey: 'staging' };
const rule = (id: string, variation = 'on'): EditedRule => ({
  id,
  priority: 0,
  description: '',
  conditions: [],
  serve: { variation },
});
const variation = (key: string, value: boolean) => ({ key, value, name: '', description: '' });
const base: EditedConfiguration = {
  enabled: false,
  defaultValue: false,
  variations: [variation('on', true), variation('off', false)],
  prerequisites: [],
  rules: [rule('a'), rule('b'), rule('c')],
};
const idsOf = ({ rules }: EditedConfiguration) => rules.map(({ id }) => id);

describe('edits of two people', () => {
  it('that do not overlap are both kept', () => {
    const mine = { ...base, enabled: true, rules: [rule('a', 'off'), rule('b'), rule('c')] };
    const theirs = {
      ...base,
      defaultValue: true,
      rules: [rule('a'), rule('b', 'off'), rule('c'), rule('d')],
    };
    expect(mergeEdits(base, mine, theirs)).toEqual({
      merged: {
        ...base,
        enabled: true,
        defaultValue: true,
        rules: [rule('a', 'off'), rule('b', 'off'), rule('c'), rule('d')],
      },
      conflicts: [],
    });
  });

  it('that are the same are no conflict', () => {
    const both = { ...base, enabled: true };
    expect(mergeEdits(base, both, both)).toEqual({ merged: both, conflicts: [] });
  });

  it.each(['mine', 'theirs'] as const)('of one rule are a conflict, which %s can win', (winner) => {
    const sides = {
      mine: { ...base, rules: [rule('a', 'x')] },
      theirs: { ...base, rules: [rule('a', 'y')] },
    };
    const own = { ...base, rules: [rule('a')] };
    const { merged, conflicts } = mergeEdits(own, sides.mine, sides.theirs, winner);
    expect(conflicts).toEqual([{ member: 'rules', id: 'a' }]);
    expect(merged.rules).toEqual(sides[winner].rules);
  });

  it('of which one removes what the other changes are a conflict', () => {
    const mine = { ...base, rules: [rule('b'), rule('c')] };
    const theirs = { ...base, rules: [rule('a', 'off'), rule('b'), rule('c')] };
    const { merged, conflicts } = mergeEdits(base, mine, theirs);
    expect(conflicts).toEqual([{ member: 'rules', id: 'a' }]);
    expect(idsOf(merged)).toEqual(['b', 'c']);
  });

  it('keep the order of who moved, and the rules of who added', () => {
    const mine = { ...base, rules: [rule('c'), rule('a'), rule('b')] };
    const theirs = { ...base, rules: [rule('a'), rule('new'), rule('b'), rule('c')] };
    const { merged, conflicts } = mergeEdits(base, mine, theirs);
    expect(conflicts).toEqual([]);
    expect(idsOf(merged)).toEqual(['c', 'a', 'new', 'b']);
  });

  it('that order differently are a conflict of the order', () => {
    const mine = { ...base, rules: [rule('c'), rule('a'), rule('b')] };
    const theirs = { ...base, rules: [rule('b'), rule('a'), rule('c')] };
    expect(mergeEdits(base, mine, theirs).conflicts).toEqual([{ member: 'rules' }]);
    expect(idsOf(mergeEdits(base, mine, theirs, 'theirs').merged)).toEqual(['b', 'a', 'c']);
  });
});

describe('an edit session', () => {
  const read = (configuration: EditedConfiguration, etag: string) => ({ configuration, etag });

  it('without edits shows what the server has', () => {
    const theirs = { ...base, enabled: true };
    const local = { base: read(base, '"1"'), edited: base };
    expect(editSessionOf(PLACE, local, read(theirs, '"2"'))).toMatchObject({
      edited: theirs,
      isChanged: false,
    });
  });

  it('takes over what others have changed, and saves against it', () => {
    const local = { base: read(base, '"1"'), edited: { ...base, enabled: true } };
    const session = editSessionOf(PLACE, local, read({ ...base, defaultValue: true }, '"2"'));
    expect(session).toMatchObject({
      edited: { enabled: true, defaultValue: true },
      isChanged: true,
      conflicts: [],
    });
    expect(session.base.etag).toBe('"2"');
    expect(session.takenOver).toEqual([{ ...PLACE, member: 'defaultValue', before: false, after: true }]);
  });

  it('with a conflict stays as it is until somebody decides', () => {
    const local = { base: read(base, '"1"'), edited: { ...base, rules: [rule('a', 'x')] } };
    const now = read({ ...base, rules: [rule('a', 'y')] }, '"2"');
    expect(editSessionOf(PLACE, local, now)).toMatchObject({
      ...local,
      conflicts: [{ member: 'rules', id: 'a' }],
    });
    const decided = editSessionOf(PLACE, resolveConflicts(local, now, 'theirs'), now);
    expect(decided).toMatchObject({ edited: now.configuration, isChanged: false, conflicts: [] });
  });

  it('is over when somebody else has done the same', () => {
    const both = { ...base, enabled: true };
    expect(editSessionOf(PLACE, { base: read(base, '"1"'), edited: both }, read(both, '"2"')).isChanged).toBe(
      false,
    );
  });
});
