import type { CompiledFlag } from '../../../../shared/evaluation/index.ts';
import { usableMetadata } from '../../../../shared/model/flag-metadata.ts';
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

/** The fragment of a resolution and its flag, `undefined` for a flag that is not visible; made at its first use and cached for as long as the resolution lives. */
export type Fragments = (resolution: Resolution, flag: CompiledFlag | undefined) => Fragment;

/** Resolutions are identity-stable, so answering is choosing a ready-made text. */
export function createFragments(): Fragments {
  const fragments = new WeakMap<Resolution, Fragment>();
  return (resolution, flag) => {
    const made = fragments.get(resolution);
    if (made !== undefined) return made;
    const fragment = toFragment(resolution, flag);
    fragments.set(resolution, fragment);
    return fragment;
  };
}

function toFragment(resolution: Resolution, flag: CompiledFlag | undefined): Fragment {
  const { flagKey, value, variationKey, reason, errorCode, errorDetails } = resolution;
  const metadata = usableMetadata(flag?.definition.metadata);
  const optional = Object.keys(metadata).length === 0 ? {} : { metadata };
  const item =
    errorCode === null
      ? JSON.stringify({ flagKey, value, variationKey, reason, ...optional })
      : JSON.stringify({ flagKey, errorCode, errorDetails });
  return {
    status: errorCode === null ? 200 : statusOf(errorCode),
    item,
    member: `${JSON.stringify(flagKey)}:${item}`,
  };
}
