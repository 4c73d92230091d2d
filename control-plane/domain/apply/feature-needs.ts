import type { SegmentRule } from '../../../shared/model/flag-set.ts';
import { featuresOfRules } from '../../../shared/model/protocol-features.ts';
import type { Configuration } from '../../model/configuration.ts';
import { segmentsNamedBy } from '../change-set/segment-names.ts';
import type { PlannedWrites, SegmentWrite } from './planned-writes.ts';

/** A flag in an environment, or a segment, that may need protocol features that it did not need before. */
export interface FeatureUse {
  /** For an error: `flags/new-checkout/environments/production`, or `segments/beta`. */
  readonly path: string;
  /** The only environment whose readers get the change; absent for a segment: all of them. */
  readonly environmentKey?: string;
  readonly before: Targeting;
  readonly after: Targeting;
}

/** What evaluation reads of a flag that is on, or of a segment. */
export interface Targeting {
  readonly features: readonly string[];
  readonly segmentKeys: readonly string[];
}

const NOTHING: Targeting = { features: [], segmentKeys: [] };

/** What a flag does that readers evaluate: nothing while it is off. */
export function targetingOf(configuration: Configuration | undefined): Targeting {
  return configuration?.enabled ? targetingOfRules(configuration.rules) : NOTHING;
}

export const targetingOfRules = (rules: readonly SegmentRule[]): Targeting => ({
  features: featuresOfRules(rules),
  segmentKeys: segmentsNamedBy(rules),
});

/**
 * What a change brings to readers: flags that are on and segments, each only if it has features or names segments that it
 * did not have or name before. A flag that is restored is not among them.
 */
export function changedUses({ flags, segments }: PlannedWrites): readonly FeatureUse[] {
  const ofFlags = flags.flatMap(({ key, before, after, environmentKeys }) => {
    if (after === undefined || after.archived) return [];
    const changed = before === undefined ? [...after.configurations.keys()] : environmentKeys;
    return changed.map(
      (environmentKey): FeatureUse => ({
        path: flagPath(key, environmentKey),
        environmentKey,
        before: targetingOf(before?.configurations.get(environmentKey)),
        after: targetingOf(after.configurations.get(environmentKey)),
      }),
    );
  });
  return [...ofFlags, ...segments.flatMap(useOfSegment)].filter(hasMore);
}

export const flagPath = (key: string, environmentKey: string): string =>
  `flags/${key}/environments/${environmentKey}`;

function useOfSegment({ key, before, after }: SegmentWrite): readonly FeatureUse[] {
  if (after === undefined) return [];
  const [old, current] = [before?.rules ?? [], after.rules].map(targetingOfRules);
  return [{ path: `segments/${key}`, before: old ?? NOTHING, after: current ?? NOTHING }];
}

const hasMore = ({ before, after }: FeatureUse): boolean =>
  after.features.some((feature) => !before.features.includes(feature)) ||
  after.segmentKeys.some((key) => !before.segmentKeys.includes(key));

/** What segments need themselves, by key. */
export type SegmentTargeting = ReadonlyMap<string, Targeting>;

/** The features of a targeting, with those of the segments that it names, directly or through other segments. */
export function featuresWithSegments(
  { features, segmentKeys }: Targeting,
  segments: SegmentTargeting,
): ReadonlySet<string> {
  const needed = new Set(features);
  const keys = new Set(segmentKeys);
  for (const key of keys) {
    const segment = segments.get(key);
    for (const feature of segment?.features ?? []) needed.add(feature);
    for (const other of segment?.segmentKeys ?? []) keys.add(other);
  }
  return needed;
}
