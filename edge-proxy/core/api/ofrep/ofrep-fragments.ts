import type { Resolution } from '../../../../shared/model/resolution.ts';
import { statusOf } from '../../model/failure.ts';

/** A resolution in OFREP's format. */
export interface OfrepFragment {
  readonly status: number;
  /** The whole body of a single answer, and an item of a bulk one. */
  readonly item: string;
}

/** The fragment of a resolution of a flag in this version. */
export type OfrepFragments = (resolution: Resolution, flagVersion: number) => OfrepFragment;

/** Resolutions are identity-stable and of one version of a flag: each is encoded once. */
export function createOfrepFragments(): OfrepFragments {
  const fragments = new WeakMap<Resolution, OfrepFragment>();
  return (resolution, flagVersion) => {
    const made = fragments.get(resolution);
    if (made !== undefined) return made;
    const fragment = toFragment(resolution, { flagVersion });
    fragments.set(resolution, fragment);
    return fragment;
  };
}

/**
 * Encodes a resolution. What is absent is left out: clients in typed languages fail on a `null`. Metadata hold
 * texts, booleans and whole numbers only, which is all that every OpenFeature SDK has a type for.
 */
function toFragment(
  { flagKey, value, variationKey, reason, errorCode, errorDetails }: Resolution,
  metadata: { readonly flagVersion: number },
): OfrepFragment {
  if (errorCode !== null) {
    const failure = { key: flagKey, errorCode, errorDetails: errorDetails ?? '', metadata };
    return { status: statusOf(errorCode), item: JSON.stringify(failure) };
  }
  const success = {
    key: flagKey,
    ...(value === null ? {} : { value }),
    ...(variationKey === null ? {} : { variant: variationKey }),
    reason,
    metadata,
  };
  return { status: 200, item: JSON.stringify(success) };
}
