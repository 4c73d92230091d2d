import type { CompiledFlag, CompiledSegment, FlagPlan, Links, SegmentPlan } from './compiled.ts';
import { componentsInOrder } from './components.ts';
import { notUnderstood } from './flag-plan.ts';
import { type Problem, within } from './problem.ts';
import type { Resolution } from './resolution.ts';

/** Keys resolved to what is compiled; `undefined` for what is missing. */
type LookUp<Node> = (key: string) => Node | undefined;

const NO_LINKS: Links = { flags: [], segments: [] };

/** Links segments whose plans are given, each to those given and to `others`. */
export function linkSegments(
  plans: ReadonlyMap<string, SegmentPlan>,
  others: LookUp<CompiledSegment>,
): ReadonlyMap<string, CompiledSegment> {
  const linked = new Map<string, CompiledSegment>();
  for (const component of inOrder(plans, (plan) => plan.references.segments)) {
    // What stands in one component is on a cycle, hence not linked; what is not understood is not, over cycles too.
    const problems = component.flatMap((key) => problemsOf(plans.get(key), linked, others));
    const made = component.flatMap((key) => {
      const plan = plans.get(key);
      return plan === undefined
        ? []
        : [linkSegment(key, plan, problems, (other) => linked.get(other) ?? others(other))];
    });
    for (const segment of made) linked.set(segment.key, segment);
  }
  return linked;
}

/** Links flags whose plans are given, each to those given and to `others`, and to segments. */
export function linkFlags(
  plans: ReadonlyMap<string, FlagPlan>,
  others: LookUp<CompiledFlag>,
  segments: LookUp<CompiledSegment>,
): ReadonlyMap<string, CompiledFlag> {
  const linked = new Map<string, CompiledFlag>();
  for (const component of inOrder(plans, (plan) => plan.references.flags)) {
    const made = component.flatMap((key) => {
      const plan = plans.get(key);
      return plan === undefined
        ? []
        : [linkFlag(plan, (other) => linked.get(other) ?? others(other), segments)];
    });
    for (const flag of made) linked.set(flag.key, flag);
  }
  return linked;
}

/** Components of those that refer to something among the given; most refer to nothing and need no search. */
function inOrder<Plan>(
  plans: ReadonlyMap<string, Plan>,
  referencesOf: (plan: Plan) => readonly string[],
): readonly (readonly string[])[] {
  const referring: string[] = [];
  const components: (readonly string[])[] = [];
  for (const [key, plan] of plans) {
    if (referencesOf(plan).some((other) => plans.has(other))) referring.push(key);
    else components.push([key]);
  }
  if (referring.length === 0) return components;
  const among = (key: string): readonly string[] => {
    const plan = plans.get(key);
    return plan === undefined ? [] : referencesOf(plan).filter((other) => plans.has(other));
  };
  const settled = new Set(components.flat());
  return [...components, ...componentsInOrder(referring, among).filter(([key = '']) => !settled.has(key))];
}

function problemsOf(
  plan: SegmentPlan | undefined,
  linked: ReadonlyMap<string, CompiledSegment>,
  others: LookUp<CompiledSegment>,
): readonly Problem[] {
  if (plan === undefined) return [];
  const nested = plan.references.segments.flatMap(
    (key) => (linked.get(key) ?? others(key))?.problems.slice(0, 1) ?? [],
  );
  return [...plan.problems, ...nested];
}

function linkSegment(
  key: string,
  plan: SegmentPlan,
  problems: readonly Problem[],
  segmentOf: LookUp<CompiledSegment>,
): CompiledSegment {
  const segments = plan.references.segments.map((other) => segmentOf(other) ?? null);
  return {
    key,
    definition: plan.definition,
    constant: constantMembership(plan),
    problems: problems.slice(0, 1),
    plan,
    links: segments.length === 0 ? NO_LINKS : { flags: NO_LINKS.flags, segments },
    cost: 1 + costOf(segments),
  };
}

function constantMembership({ included, excluded, rules }: SegmentPlan): boolean | null {
  if (excluded.size === 0 && rules.some((rule) => rule.tests.length === 0)) return true;
  return included.size === 0 && rules.length === 0 ? false : null;
}

function linkFlag(
  plan: FlagPlan,
  flagOf: LookUp<CompiledFlag>,
  segmentOf: LookUp<CompiledSegment>,
): CompiledFlag {
  const { definition, references } = plan;
  const { key, type, clientSide, version } = definition;
  const flags = references.flags.map((other) => flagOf(other) ?? null);
  const segments = references.segments.map((other) => segmentOf(other) ?? null);
  const constant = segmentNotUnderstood(key, segments) ?? plan.constant;
  return {
    key,
    type,
    clientSide: clientSide === true,
    version,
    definition,
    constant,
    plan,
    links: flags.length + segments.length === 0 ? NO_LINKS : { flags, segments },
    cost: constant === null ? 1 + costOf(flags) + costOf(segments) : 1,
  };
}

function segmentNotUnderstood(flagKey: string, segments: Links['segments']): Resolution | null {
  for (const segment of segments) {
    const [problem] = segment?.problems ?? [];
    if (segment && problem) return notUnderstood(flagKey, within(`segment ${segment.key}`, [problem]));
  }
  return null;
}

function costOf(nodes: readonly ({ readonly cost: number } | null)[]): number {
  return nodes.reduce((sum, node) => sum + (node?.cost ?? 0), 0);
}
