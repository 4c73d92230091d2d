import { describe, expect, it } from 'vitest';
import { condition, rule } from '../../test/support/flags.ts';
import { parseFeatures } from '../sync/reader-identity.ts';
import {
  FEATURE_NAMES,
  featuresOfOperators,
  OPERATORS_OF_FEATURES,
  requirementsOf,
} from './protocol-features.ts';

describe('Protocol features', () => {
  it('have names that a reader can send, and only new operators', () => {
    expect(parseFeatures(FEATURE_NAMES.join(', '))).toEqual([...FEATURE_NAMES].sort());
    expect(OPERATORS_OF_FEATURES).toEqual(['semver_neq']);
  });

  it('are required by rules that have an operator of theirs, each once', () => {
    const neq = condition('version', 'semver_neq', '1.0.0');
    const eq = condition('version', 'semver_eq', '1.0.0');
    expect(requirementsOf([rule([eq, neq]), rule([neq])])).toEqual({ requires: ['semver-neq'] });
    expect(requirementsOf([rule([eq])])).toEqual({});
    expect(featuresOfOperators(['an operator of a later release'])).toEqual([]);
  });
});
