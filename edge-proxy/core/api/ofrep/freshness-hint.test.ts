import { describe, expect, it } from 'vitest';
import { compileFlagSet } from '../../../../shared/evaluation/index.ts';
import { NOW, OWN } from '../../../../test/support/edge/test-edge.ts';
import { flagSet } from '../../../../test/support/flags.ts';
import type { ServedEnvironment } from '../../model/flag-source.ts';
import { readFreshnessHint } from './freshness-hint.ts';

const set = compileFlagSet(flagSet([], [], OWN));
const COMMITTED = Date.parse('2026-03-01T11:00:00.400Z');

function at(position: string, committedAt = COMMITTED): ServedEnvironment {
  return { id: OWN, set, position, committedAt, currentAsOf: NOW };
}

describe('the announced state that a client repeats', () => {
  it.each([
    ['flagConfigEtag=7-aa', 'is met', false],
    ['flagConfigEtag=8-aa', 'is not', true],
    ['flagConfigEtag=7-bb', 'is not', true],
    ['flagConfigEtag=6-aa', 'is not', false],
    ['flagConfigEtag=%227-aa%22', 'is not', false],
    ['flagConfigLastModified=1772362800', 'is met', false],
    ['flagConfigLastModified=1772362801', 'is not', true],
    ['flagConfigLastModified=1772362799', 'is not', false],
    ['flagConfigLastModified=2026-03-01T11:00:00Z', 'is met', false],
    ['flagConfigLastModified=Sun,%2001%20Mar%202026%2011:00:01%20GMT', 'is not', true],
    ['flagConfigLastModified=soon', 'is not', false],
    ['flagConfigLastModified=99999999999999999999', 'is not', false],
    ['flagConfigEtag=7-aa&flagConfigLastModified=9999999999', 'is met', false],
    ['a=b&flagConfigEtag=8-aa', 'is not', true],
  ])('%s %s by 7-aa, which waiting %s', (query, met, isAhead) => {
    const hint = readFreshnessHint(query);
    expect(hint?.isMet(at('7-aa'))).toBe(met === 'is met');
    expect(hint?.isAhead(at('7-aa'))).toBe(isAhead);
  });

  it.each([[''], ['a=b'], ['flagConfigEtag='], ['flagConfigLastModified=']])(
    'is nothing in "%s"',
    (query) => {
      expect(readFreshnessHint(query)).toBeUndefined();
    },
  );
});
