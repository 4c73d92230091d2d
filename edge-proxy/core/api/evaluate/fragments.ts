import type { Resolution } from '../../../../shared/model/resolution.ts';
import { statusOf } from '../../model/failure.ts';

/** A resolution in the format of `POST /evaluate`. */
export interface Fragment {
  readonly status: number;
  /** The item: the whole body of a single answer. */
  readonly item: string;
  /** `"flag-key":{…}`: the item as a member of `flags`. */
  readonly member: string;
}

/** The fragment of a resolution, made at its first use and cached for as long as the resolution lives. */
export type Fragments = (resolution: Resolution) => Fragment;

/** Resolutions are identity-stable, so answering is choosing a ready-made text. */
export function createFragments(): Fragments {
  const fragments = new WeakMap<Resolution, Fragment>();
  return (resolution) => {
    const made = fragments.get(resolution);
    if (made !== undefined) return made;
    const fragment = toFragment(resolution);
    fragments.set(resolution, fragment);
    return fragment;
  };
}

function toFragment(resolution: Resolution): Fragment {
  const { flagKey, value, variationKey, reason, errorCode, errorDetails } = resolution;
  const item =
    errorCode === null
      ? JSON.stringify({ flagKey, value, variationKey, reason })
      : JSON.stringify({ flagKey, errorCode, errorDetails });
  return {
    status: errorCode === null ? 200 : statusOf(errorCode),
    item,
    member: `${JSON.stringify(flagKey)}:${item}`,
  };
}
