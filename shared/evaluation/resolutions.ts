import type { Flag, Variation } from '../model/flag-set.ts';
import type { JsonValue } from '../model/json.ts';
import { isJsonEqual } from './json-equal.ts';
import type { ErrorCode, Resolution, ResolutionReason } from './resolution.ts';

/** Makes the resolutions of one flag, each of them once: the same answer is the same object. */
export interface ResolutionMaker {
  readonly served: (variationKey: string, reason: ResolutionReason) => Resolution;
  readonly byDefault: (reason: 'DEFAULT' | 'DISABLED') => Resolution;
  readonly targetingKeyMissing: () => Resolution;
  readonly invalidContext: (attribute: string) => Resolution;
}

export function failure(flagKey: string, errorCode: ErrorCode, errorDetails: string): Resolution {
  return { flagKey, value: null, variationKey: null, reason: 'ERROR', errorCode, errorDetails };
}

export function flagNotFound(flagKey: string): Resolution {
  return failure(flagKey, 'FLAG_NOT_FOUND', 'The environment has no flag with this key.');
}

export function resolutionMaker(flag: Flag): ResolutionMaker {
  const flagKey = flag.key;
  const made = new Map<string, Resolution>();
  const once = (name: string, make: () => Resolution): Resolution => {
    const resolution = made.get(name) ?? make();
    made.set(name, resolution);
    return resolution;
  };
  const success = (value: JsonValue, variationKey: string | null, reason: ResolutionReason): Resolution => ({
    flagKey,
    value,
    variationKey,
    reason,
    errorCode: null,
    errorDetails: null,
  });
  return {
    served: (variationKey, reason) =>
      once(`${reason} ${variationKey}`, () => {
        const variation = flag.variations.find(({ key }) => key === variationKey);
        return success(variation?.value ?? null, variationKey, reason);
      }),
    byDefault: (reason) =>
      once(reason, () =>
        success(flag.defaultValue, defaultVariation(flag.variations, flag.defaultValue), reason),
      ),
    targetingKeyMissing: () =>
      once('TARGETING_KEY_MISSING', () =>
        failure(
          flagKey,
          'TARGETING_KEY_MISSING',
          'A rollout of this flag needs a targetingKey: a text that is not empty, or an integer.',
        ),
      ),
    invalidContext: (attribute) =>
      once(`INVALID_CONTEXT ${attribute}`, () => {
        const name = JSON.stringify(attribute);
        const details = `A rollout of this flag needs the attribute ${name}: a text that is not empty, or an integer.`;
        return failure(flagKey, 'INVALID_CONTEXT', details);
      }),
  };
}

/** The variation that a default value stands for. `null` is no value, and so stands for none. */
function defaultVariation(variations: readonly Variation[], value: JsonValue): string | null {
  if (value === null || !Array.isArray(variations)) return null;
  return variations.find((variation) => isJsonEqual(variation?.value, value))?.key ?? null;
}
