import type { Flag, FlagSet, Segment } from '../model/flag-set.ts';
import type {
  CompiledFlag,
  CompiledFlagSet,
  CompiledSegment,
  FlagPlan,
  Graph,
  SegmentPlan,
} from './compiled.ts';
import { dependentsOf, type ReferenceChange, withChangedReferences } from './dependents.ts';
import { planFlag } from './flag-plan.ts';
import { KeyedStore } from './keyed-store.ts';
import { linkFlags, linkSegments } from './link.ts';
import { type PatternCompiler, rememberingCompiler } from './pattern.ts';
import { planSegment } from './segment-plan.ts';

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
    flags: KeyedStore.from(new Map()),
    segments: KeyedStore.from(new Map()),
    requiring: KeyedStore.from(new Map()),
    nesting: KeyedStore.from(new Map()),
    using: KeyedStore.from(new Map()),
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
  const patterns = rememberingCompiler();
  const segmentPlans = plansOf(change.segments, change.deleted.segments, planSegment, patterns);
  const flagPlans = plansOf(change.flags, change.deleted.flags, planFlag, patterns);

  const nesting = withChangedReferences(graph.nesting, changesOf(segmentPlans, graph.segments, 'segments'));
  const changedSegments = dependentsOf(segmentPlans.keys(), nesting);
  const segments = relinkSegments(graph.segments, segmentPlans, changedSegments);

  const requiring = withChangedReferences(graph.requiring, changesOf(flagPlans, graph.flags, 'flags'));
  const using = withChangedReferences(graph.using, changesOf(flagPlans, graph.flags, 'segments'));
  const users = [...changedSegments].flatMap((key) => using.get(key) ?? []);
  const changedFlags = dependentsOf([...flagPlans.keys(), ...users], requiring);
  const flags = relinkFlags(graph.flags, flagPlans, changedFlags, segments);

  return {
    environment: compiled.environment,
    flags,
    segments,
    graph: { flags, segments, requiring, nesting, using },
  };
}

/** The plans of what is changed; `undefined` for what is deleted. */
function plansOf<Definition extends { readonly key: string }, Plan>(
  definitions: readonly Definition[],
  deleted: readonly string[],
  plan: (definition: Definition, patterns: PatternCompiler) => Plan,
  patterns: PatternCompiler,
): ReadonlyMap<string, Plan | undefined> {
  const plans = new Map<string, Plan | undefined>();
  for (const key of deleted) plans.set(key, undefined);
  if (!Array.isArray(definitions)) return plans;
  const latest = new Map(
    definitions.filter((each) => typeof each?.key === 'string').map((each) => [each.key, each]),
  );
  for (const [key, definition] of latest) plans.set(key, plan(definition, patterns));
  return plans;
}

type Planned = { readonly plan: { readonly references: Record<'flags' | 'segments', readonly string[]> } };

function* changesOf(
  plans: ReadonlyMap<string, Planned['plan'] | undefined>,
  present: ReadonlyMap<string, Planned>,
  kind: 'flags' | 'segments',
): Iterable<ReferenceChange> {
  for (const [key, plan] of plans) {
    yield { key, before: present.get(key)?.plan.references[kind] ?? [], after: plan?.references[kind] ?? [] };
  }
}

function relinkSegments(
  present: KeyedStore<CompiledSegment>,
  changedPlans: ReadonlyMap<string, SegmentPlan | undefined>,
  changed: ReadonlySet<string>,
): KeyedStore<CompiledSegment> {
  const plans = allPlans(present, changedPlans, changed);
  return present.with(
    resultOf(
      changed,
      linkSegments(plans, (key) => unchanged(key, present, changed)),
    ),
  );
}

function relinkFlags(
  present: KeyedStore<CompiledFlag>,
  changedPlans: ReadonlyMap<string, FlagPlan | undefined>,
  changed: ReadonlySet<string>,
  segments: KeyedStore<CompiledSegment>,
): KeyedStore<CompiledFlag> {
  const plans = allPlans(present, changedPlans, changed);
  const others = (key: string): CompiledFlag | undefined => unchanged(key, present, changed);
  return present.with(
    resultOf(
      changed,
      linkFlags(plans, others, (key) => segments.get(key)),
    ),
  );
}

/** Plans of all that has to be linked: new ones, and those there were. */
function allPlans<Plan>(
  present: ReadonlyMap<string, { readonly plan: Plan }>,
  changedPlans: ReadonlyMap<string, Plan | undefined>,
  changed: ReadonlySet<string>,
): ReadonlyMap<string, Plan> {
  const plans = new Map<string, Plan>();
  for (const key of changed) {
    const plan = changedPlans.has(key) ? changedPlans.get(key) : present.get(key)?.plan;
    if (plan !== undefined) plans.set(key, plan);
  }
  return plans;
}

function unchanged<Node>(
  key: string,
  present: ReadonlyMap<string, Node>,
  changed: ReadonlySet<string>,
): Node | undefined {
  return changed.has(key) ? undefined : present.get(key);
}

function resultOf<Node>(
  changed: ReadonlySet<string>,
  linked: ReadonlyMap<string, Node>,
): Map<string, Node | undefined> {
  return new Map([...changed].map((key) => [key, linked.get(key)]));
}
