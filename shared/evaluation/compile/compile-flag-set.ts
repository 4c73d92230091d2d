import type { Flag, FlagSet, Segment } from '../../model/flag-set.ts';
import type { CompiledFlagSet, Graph, References } from '../decide/compiled-flag-set.ts';
import { KeyedStore } from '../decide/immutable-map.ts';
import { createCompileCache } from './compile-cache.ts';
import { type ReferenceChange, reachDependents, withChangedReferences } from './dependents.ts';
import { linkFlags, linkSegments } from './link.ts';
import { planFlag } from './plan-flag.ts';
import { planSegment } from './plan-segment.ts';

/** What a delta changes: deleted keys apply first. */
export interface FlagSetChange {
  readonly deleted: { readonly flags: readonly string[]; readonly segments: readonly string[] };
  readonly flags: readonly Flag[];
  readonly segments: readonly Segment[];
}

/** Compiles a whole flag set. Never throws: a flag that is not understood answers `GENERAL` and spoils no other. */
export function compileFlagSet(flagSet: FlagSet): CompiledFlagSet {
  const { environment, flags, segments } = flagSet;
  const nothing: Graph = {
    flags: KeyedStore.empty(),
    segments: KeyedStore.empty(),
    requiring: KeyedStore.empty(),
    nesting: KeyedStore.empty(),
    using: KeyedStore.empty(),
  };
  const empty = { environment, flags: nothing.flags, segments: nothing.segments, graph: nothing };
  return updateFlagSet(empty, { deleted: { flags: [], segments: [] }, flags, segments });
}

/**
 * The set after a change. The given set stays as it is and answers as before. Only flags and segments of the change are
 * compiled; those that refer to them, directly or over others, are linked anew; all others are the same objects.
 */
export function updateFlagSet(compiled: CompiledFlagSet, change: FlagSetChange): CompiledFlagSet {
  const { graph } = compiled;
  const cache = createCompileCache();
  const segmentPlans = plansOf(change.segments, change.deleted.segments, (each) => planSegment(each, cache));
  const flagPlans = plansOf(change.flags, change.deleted.flags, (each) => planFlag(each, cache));
  const nesting = withChangedReferences(
    graph.nesting,
    referenceChanges(segmentPlans, graph.segments, 'segments'),
  );
  const requiring = withChangedReferences(graph.requiring, referenceChanges(flagPlans, graph.flags, 'flags'));
  const using = withChangedReferences(graph.using, referenceChanges(flagPlans, graph.flags, 'segments'));

  const presentSegmentPlan = (key: string) => graph.segments.get(key)?.plan;
  const presentFlagPlan = (key: string) => graph.flags.get(key)?.plan;
  reachDependents(segmentPlans, segmentPlans.keys(), nesting, presentSegmentPlan);
  reachDependents(flagPlans, segmentPlans.keys(), using, presentFlagPlan);
  reachDependents(flagPlans, flagPlans.keys(), requiring, presentFlagPlan);

  const segments = graph.segments.with(linkSegments(segmentPlans, (key) => graph.segments.get(key)));
  const flags = graph.flags.with(
    linkFlags(
      flagPlans,
      (key) => graph.flags.get(key),
      (key) => segments.get(key),
    ),
  );
  const { environment } = compiled;
  return { environment, flags, segments, graph: { flags, segments, requiring, nesting, using } };
}

/** The plans of what is changed; `undefined` for what is deleted. Of definitions with one key the last counts. */
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

interface Planned {
  readonly references: References;
}

function referenceChanges(
  plans: ReadonlyMap<string, Planned | undefined>,
  present: ReadonlyMap<string, { readonly plan: Planned }>,
  kind: keyof References,
): readonly ReferenceChange[] {
  const changes: ReferenceChange[] = [];
  for (const [key, plan] of plans) {
    const before = present.get(key)?.plan.references[kind] ?? [];
    const after = plan?.references[kind] ?? [];
    if (before.length > 0 || after.length > 0) changes.push({ key, before, after });
  }
  return changes;
}
