import { describe, expect, it } from 'vitest';
import { type FlagStatus, serveSummary } from './serve-summary.ts';

const status = (values: Partial<FlagStatus>): FlagStatus => ({
  environmentKey: 'staging',
  enabled: true,
  version: 1,
  offVariation: 'off',
  fallthrough: null,
  ruleCount: 0,
  updatedAt: '2026-01-01T00:00:00Z',
  lastEvaluatedHour: null,
  ...values,
});

const rollout = (...weights: (readonly [string, number])[]): FlagStatus['fallthrough'] => ({
  rollout: { variations: weights.map(([variation, weight]) => ({ variation, weight })) },
});

describe('what a flag serves, in a few words', () => {
  it('is the variation of a flag that is off, or the default value', () => {
    expect(serveSummary(status({ enabled: false, ruleCount: 3 }))).toBe('off');
    expect(serveSummary(status({ enabled: false, offVariation: null }))).toBe('default value');
  });

  it('is what everyone gets', () => {
    expect(serveSummary(status({ fallthrough: { variation: 'on' }, ruleCount: 1 }))).toBe('on');
    expect(serveSummary(status({}))).toBe('off');
  });

  it('is the share of a rollout, of the variation that is not served while off', () => {
    const fallthrough = rollout(['off', 75_000], ['on', 25_000]);
    expect(serveSummary(status({ fallthrough, ruleCount: 1 }))).toBe('25 % on');
    const small = rollout(['on', 125], ['off', 99_875]);
    expect(serveSummary(status({ fallthrough: small, ruleCount: 1 }))).toBe('0.125 % on');
  });

  it('leaves variations without weight out', () => {
    expect(serveSummary(status({ fallthrough: rollout(['on', 100_000], ['off', 0]), ruleCount: 1 }))).toBe(
      'on',
    );
    const three = rollout(['a', 50_000], ['b', 30_000], ['c', 20_000]);
    expect(serveSummary(status({ fallthrough: three, ruleCount: 1 }))).toBe('3 variations');
  });

  it('counts rules for some users apart from what the others get', () => {
    expect(serveSummary(status({ ruleCount: 1 }))).toBe('1 rule, else off');
    expect(serveSummary(status({ fallthrough: { variation: 'on' }, ruleCount: 3 }))).toBe('2 rules, else on');
  });
});
