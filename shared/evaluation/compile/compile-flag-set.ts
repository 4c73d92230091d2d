import type { Flag, FlagSet, Segment } from '../../model/flag-set.ts';
import type {
  CompiledFlagSet,
  FlagPlan,
  Graph,
  References,
  SegmentPlan,
} from '../decide/compiled-flag-set.ts';
import { ImmutableMap } from '../decide/immutable-map.ts';
import { createCompileCache } from './compile-cache.ts';
import { addDependents, type ReferenceChange, withReferenceChanges } from './dependents.ts';
import { linkFlags, linkSegments } from './link.ts';
import {
  type ChangePatterns,
  changePatterns,
  type PatternChange,
  withPatternChanges,
} from './pattern-uses.ts';
import { planFlag } from './plan-flag.ts';
import { planSegment } from './plan-segment.ts';

/** What a delta changes. Deleted keys apply first. */
export interface FlagSetChange {
  readonly deleted: { readonly flags: readonly string[]; readonly segments: readonly string[] };
  readonly flags: readonly Flag[];
  readonly segments: readonly Segment[];
}

/** Compiles a whole flag set. Never throws: a flag that is not understood answers `GENERAL` and affects no other flag. */
export function compileFlagSet(flagSet: FlagSet): CompiledFlagSet {
  const { environment, flags, segments } = flagSet;
  const graph: Graph = {
    flags: ImmutableMap.empty(),
    segments: ImmutableMap.empty(),
    flagsByPrerequisite: ImmutableMap.empty(),
    segmentsBySegment: ImmutableMap.empty(),
    flagsBySegment: ImmutableMap.empty(),
    patterns: ImmutableMap.empty(),
  };
  const empty = { environment, flags: graph.flags, segments: graph.segments, graph };
  return updateFlagSet(empty, { deleted: { flags: [], segments: [] }, flags, segments });
}

/**
 * The set after a change. The given set does not change and still answers as before. Only the flags and segments of the
 * change are compiled. Those that refer to them, directly or through others, are linked again. All others are the same objects.
 */
export function updateFlagSet(compiled: CompiledFlagSet, change: FlagSetChange): CompiledFlagSet {
  const { graph, environment } = compiled;
  const patterns = changePatterns(graph.patterns);
  const plans = planChange(change, patterns);
  const dependents = updateDependents(graph, plans);
  const patternsAfter = withPatternChanges(graph.patterns, patternChangesOf(plans, graph), patterns);
  addAllDependents(plans, graph, dependents);

  const segments = graph.segments.with(linkSegments(plans.segments, (key) => graph.segments.get(key)));
  const flags = graph.flags.with(
    linkFlags(
      plans.flags,
      (key) => graph.flags.get(key),
      (key) => segments.get(key),
    ),
  );
  return { environment, flags, segments, graph: { flags, segments, ...dependents, patterns: patternsAfter } };
}

/** The plans of all flags and segments that have to be linked, by key; `undefined` for a deleted one. */
interface Plans {
  readonly flags: Map<string, FlagPlan | undefined>;
  readonly segments: Map<string, SegmentPlan | undefined>;
}

function planChange({ flags, segments, deleted }: FlagSetChange, patterns: ChangePatterns): Plans {
  const cache = createCompileCache(patterns.compile);
  return {
    segments: plansOf(segments, deleted.segments, (each) => planSegment(each, cache)),
    flags: plansOf(flags, deleted.flags, (each) => planFlag(each, cache)),
  };
}

/** If a key is defined more than once, the last definition counts. */
function plansOf<Definition extends { readonly key: string }, Plan>(
  definitions: readonly Definition[],
  deleted: readonly string[],
  plan: (definition: Definition) => Plan,
): Map<string, Plan | undefined> {
  const plans = new Map<string, Plan | undefined>();
  for (const key of deleted) plans.set(key, undefined);
  if (!Array.isArray(definitions)) return plans;
  for (const definition of definitions) {
    if (typeof definition?.key === 'string') plans.set(definition.key, plan(definition));
  }
  return plans;
}

function patternChangesOf(plans: Plans, graph: Graph): readonly PatternChange[] {
  return [...patternChanges(plans.flags, graph.flags), ...patternChanges(plans.segments, graph.segments)];
}

interface PlannedPatterns {
  readonly patterns: readonly string[];
}

function patternChanges(
  plans: ReadonlyMap<string, PlannedPatterns | undefined>,
  current: ReadonlyMap<string, { readonly plan: PlannedPatterns }>,
): readonly PatternChange[] {
  return [...plans].map(([key, plan]) => ({
    before: current.get(key)?.plan.patterns ?? [],
    after: plan?.patterns ?? [],
  }));
}

/** For each flag and segment, what refers to it after the change. */
type Dependents = Pick<Graph, 'flagsByPrerequisite' | 'segmentsBySegment' | 'flagsBySegment'>;

function updateDependents(graph: Graph, plans: Plans): Dependents {
  return {
    flagsByPrerequisite: withReferenceChanges(
      graph.flagsByPrerequisite,
      referenceChanges(plans.flags, graph.flags, 'flags'),
    ),
    segmentsBySegment: withReferenceChanges(
      graph.segmentsBySegment,
      referenceChanges(plans.segments, graph.segments, 'segments'),
    ),
    flagsBySegment: withReferenceChanges(
      graph.flagsBySegment,
      referenceChanges(plans.flags, graph.flags, 'segments'),
    ),
  };
}

interface Planned {
  readonly references: References;
}

function referenceChanges(
  plans: ReadonlyMap<string, Planned | undefined>,
  current: ReadonlyMap<string, { readonly plan: Planned }>,
  kind: keyof References,
): readonly ReferenceChange[] {
  const changes: ReferenceChange[] = [];
  for (const [key, plan] of plans) {
    const before = current.get(key)?.plan.references[kind] ?? [];
    const after = plan?.references[kind] ?? [];
    if (before.length > 0 || after.length > 0) changes.push({ key, before, after });
  }
  return changes;
}

/** Adds the plans of all flags and segments that refer to changed ones: these have to be linked again, too. */
function addAllDependents(plans: Plans, graph: Graph, dependents: Dependents): void {
  const { flagsByPrerequisite, segmentsBySegment, flagsBySegment } = dependents;
  const currentSegmentPlan = (key: string) => graph.segments.get(key)?.plan;
  const currentFlagPlan = (key: string) => graph.flags.get(key)?.plan;
  addDependents(plans.segments, plans.segments.keys(), segmentsBySegment, currentSegmentPlan);
  addDependents(plans.flags, plans.segments.keys(), flagsBySegment, currentFlagPlan);
  addDependents(plans.flags, plans.flags.keys(), flagsByPrerequisite, currentFlagPlan);
}
