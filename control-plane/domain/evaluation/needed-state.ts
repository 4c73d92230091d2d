import type { FlagState, ProjectState, SegmentState } from '../../model/project-state.ts';
import { RequestError } from '../../model/request-error.ts';
import { segmentsNamedBy } from '../change-set/segment-names.ts';

/** Flags and segments that the evaluation of one flag may need; a flag that needs more is not explained. */
export const MAX_EXPLAINED = 500;

/** Loads flags, with their configurations in one environment, and segments. What does not exist is missing in the state. */
export type LoadState = (
  flagKeys: readonly string[],
  segmentKeys: readonly string[],
) => Promise<Pick<ProjectState, 'flags' | 'segments'>>;

/**
 * Flags with everything that their evaluation in an environment needs: prerequisites, segments, and what these need.
 *
 * @param limit of flags and segments together
 * @throws RequestError CONFLICT if that is too much
 */
export async function loadNeededState(
  load: LoadState,
  flagKeys: readonly string[],
  environmentKey: string,
  limit: number,
): Promise<Pick<ProjectState, 'flags' | 'segments'>> {
  const flags = new Map<string, FlagState>();
  const segments = new Map<string, SegmentState>();
  const asked = { flags: new Set<string>(), segments: new Set<string>() };
  let missing = { flags: [...flagKeys], segments: [] as string[] };
  while (missing.flags.length + missing.segments.length > 0) {
    for (const key of missing.flags) asked.flags.add(key);
    for (const key of missing.segments) asked.segments.add(key);
    if (asked.flags.size + asked.segments.size > limit) throw tooMuch(limit);
    const loaded = await load(missing.flags, missing.segments);
    for (const [key, flag] of loaded.flags) flags.set(key, flag);
    for (const [key, segment] of loaded.segments) segments.set(key, segment);
    missing = referencesOf(loaded, environmentKey);
    missing.flags = missing.flags.filter((key) => !asked.flags.has(key));
    missing.segments = missing.segments.filter((key) => !asked.segments.has(key));
  }
  return { flags, segments };
}

function referencesOf({ flags, segments }: Pick<ProjectState, 'flags' | 'segments'>, environmentKey: string) {
  const configurations = [...flags.values()].flatMap((flag) => flag.configurations.get(environmentKey) ?? []);
  const rules = [...configurations, ...segments.values()].flatMap((owner) => segmentsNamedBy(owner.rules));
  const required = configurations.flatMap(({ prerequisites }) => prerequisites.map(({ flagKey }) => flagKey));
  return { flags: [...new Set(required)], segments: [...new Set(rules)] };
}

const tooMuch = (limit: number) =>
  new RequestError(
    'CONFLICT',
    `The evaluation needs more than ${limit} flags and segments, prerequisites included; at most that many are read. Ask for fewer flags.`,
  );
