import type { CompiledFlag } from '../../../../shared/evaluation/index.ts';
import { usableMetadata } from '../../../../shared/model/flag-metadata.ts';
import type { Resolution } from '../../../../shared/model/resolution.ts';
import { statusOf } from '../../model/failure.ts';

/**
 * The variant of an answer without a variation: the flag serves its default value, and that equals none of its variations.
 * No variation has this key, because keys do not contain `$`. Some clients fail if `variant` is missing.
 */
const DEFAULT_VALUE_VARIANT = '$default';

/** A resolution in OFREP's format. */
export interface OfrepFragment {
  readonly status: number;
  /** The whole body of a single answer, and an item of a bulk one. */
  readonly item: string;
}

/** The fragment of a resolution of this flag. */
export type OfrepFragments = (resolution: Resolution, flag: DescribedFlag) => OfrepFragment;

/** The parts of a flag that the metadata of its answer contain. */
export type DescribedFlag = Pick<CompiledFlag, 'version' | 'definition'>;

/** Resolutions are identity-stable and of one version of a flag: each is encoded once. */
export function createOfrepFragments(): OfrepFragments {
  const fragments = new WeakMap<Resolution, OfrepFragment>();
  return (resolution, flag) => {
    const made = fragments.get(resolution);
    if (made !== undefined) return made;
    const fragment = toFragment(resolution, flag);
    fragments.set(resolution, fragment);
    return fragment;
  };
}

/**
 * Encodes a resolution. A value that is absent is left out: clients in typed languages fail on a `null`.
 *
 * A flag that is off but has a value is answered as `DEFAULT`: clients serve the default in the caller's code if the
 * reason is `DISABLED` (docs/adr/0074-reasons-and-variants-as-clients-read-them.md). The metadata say that it is off.
 */
function toFragment(resolution: Resolution, flag: DescribedFlag): OfrepFragment {
  const { flagKey, value, variationKey, reason, errorCode, errorDetails } = resolution;
  const metadata = metadataOf(resolution, flag);
  if (errorCode !== null) {
    const failure = { key: flagKey, errorCode, errorDetails: errorDetails ?? '', metadata };
    return { status: statusOf(errorCode), item: JSON.stringify(failure) };
  }
  const success = {
    key: flagKey,
    ...(value === null ? {} : { value }),
    variant: variationKey ?? DEFAULT_VALUE_VARIANT,
    reason: reason === 'DISABLED' && value !== null ? 'DEFAULT' : reason,
    metadata,
  };
  return { status: 200, item: JSON.stringify(success) };
}

/** The user-defined metadata and our own. Texts, booleans and integers only. */
function metadataOf({ reason }: Resolution, { version, definition }: DescribedFlag) {
  const isOff = reason === 'DISABLED';
  return {
    ...usableMetadata(definition.metadata),
    flagVersion: version,
    ...(isOff ? { enabled: false } : {}),
  };
}
