import type { Flag, Variation } from '../../model/flag-set.ts';
import type { JsonValue } from '../../model/json.ts';
import { isJsonEqual } from '../../model/json-equal.ts';
import type { ErrorCode, Resolution, ResolutionReason } from '../../model/resolution.ts';

/** Makes the resolutions of one flag's variations. The same variation and reason give the same object. */
export type ResolutionMaker = (variationKey: string, reason: ResolutionReason) => Resolution;

export function resolutionMaker({ key, variations }: Flag): ResolutionMaker {
  const made: Resolution[] = [];
  return (variationKey, reason) => {
    const existing = made.find((each) => each.variationKey === variationKey && each.reason === reason);
    if (existing !== undefined) return existing;
    const variation = variations.find((each) => each.key === variationKey);
    const resolution = success(key, variation?.value ?? null, variationKey, reason);
    made.push(resolution);
    return resolution;
  };
}

/** The resolution with the flag's default value. */
export function defaultResolution(flag: Flag, reason: 'DEFAULT' | 'DISABLED'): Resolution {
  const { key, defaultValue, variations } = flag;
  return success(key, defaultValue, defaultVariation(variations, defaultValue), reason);
}

/** The key of the first variation whose value equals the default value. `null` means "no value" and equals none. */
function defaultVariation(variations: readonly Variation[], value: JsonValue): string | null {
  if (value === null || !Array.isArray(variations)) return null;
  return variations.find((variation) => isJsonEqual(variation?.value, value))?.key ?? null;
}

function success(
  flagKey: string,
  value: JsonValue,
  variationKey: string | null,
  reason: ResolutionReason,
): Resolution {
  return { flagKey, value, variationKey, reason, errorCode: null, errorDetails: null };
}

function failure(flagKey: string, errorCode: ErrorCode, errorDetails: string): Resolution {
  return { flagKey, value: null, variationKey: null, reason: 'ERROR', errorCode, errorDetails };
}

export function flagNotFound(flagKey: string): Resolution {
  return failure(flagKey, 'FLAG_NOT_FOUND', `Flag "${flagKey}" does not exist in this environment.`);
}

/** @param reason what is not understood, as a sentence that says where it is */
export function flagNotUnderstood(flagKey: string, reason: string): Resolution {
  return failure(flagKey, 'GENERAL', `The flag is not understood, so it is not evaluated. ${reason}`);
}

export function contextUnreadable(flagKey: string): Resolution {
  return failure(flagKey, 'GENERAL', 'The evaluation context could not be read.');
}

export function targetingKeyMissing(flagKey: string): Resolution {
  const details = 'A rollout of this flag needs a targetingKey: a string that is not empty, or an integer.';
  return failure(flagKey, 'TARGETING_KEY_MISSING', details);
}

export function invalidContext(flagKey: string, attribute: string): Resolution {
  const name = JSON.stringify(attribute);
  const details = `A rollout of this flag needs the attribute ${name}: a string that is not empty, or an integer.`;
  return failure(flagKey, 'INVALID_CONTEXT', details);
}
