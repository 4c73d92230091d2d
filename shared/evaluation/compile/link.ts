import type { Resolution } from '../../model/resolution.ts';
import { type Problem, withPathPrefix } from '../check/problem.ts';
import type {
  CompiledFlag,
  CompiledSegment,
  FlagPlan,
  Links,
  SegmentPlan,
} from '../decide/compiled-flag-set.ts';
import { notUnderstood } from './plan-flag.ts';
import { stronglyConnectedComponents } from './strongly-connected-components.ts';

/** The plans to link, by key; `undefined` for a deleted flag or segment. */
type Plans<Plan> = ReadonlyMap<string, Plan | undefined>;

/** What was linked, in the order of the plans; `undefined` for a deleted flag or segment. */
type Linked<Node> = ReadonlyMap<string, Node | undefined>;

type LookUp<Node> = (key: string) => Node | undefined;

const NO_LINKS: Links = { flags: [], segments: [] };

/**
 * Links segments to each other and to current ones.
 *
 * @param current segments that need not be linked again
 */
export function linkSegments(
  plans: Plans<SegmentPlan>,
  current: LookUp<CompiledSegment>,
): Linked<CompiledSegment> {
  return link(plans, current, (plan) => plan.references.segments, linkSegment);
}

/**
 * Links flags to each other, to current ones and to segments.
 *
 * @param current flags that need not be linked again
 */
export function linkFlags(
  plans: Plans<FlagPlan>,
  current: LookUp<CompiledFlag>,
  segments: LookUp<CompiledSegment>,
): Linked<CompiledFlag> {
  return link(
    plans,
    current,
    (plan) => plan.references.flags,
    (plan, flagOf) => linkFlag(plan, flagOf, segments),
  );
}

/**
 * Makes a node of each plan, after the nodes that the plan refers to. Plans that refer to each other, directly or through
 * others, form one component. While its nodes are made, none of them can be looked up, so a reference on a cycle is `null`.
 */
function link<Plan, Node>(
  plans: Plans<Plan>,
  current: LookUp<Node>,
  referencesOf: (plan: Plan) => readonly string[],
  make: (plan: Plan, nodeOf: LookUp<Node>, component: readonly Plan[]) => Node,
): Linked<Node> {
  const linked = new Map<string, Node | undefined>();
  const nodeOf = (key: string): Node | undefined => (plans.has(key) ? linked.get(key) : current(key));
  const referring: string[] = [];
  for (const [key, plan] of plans) {
    if (plan === undefined || referencesOf(plan).some((other) => plans.has(other))) {
      linked.set(key, undefined);
      if (plan !== undefined) referring.push(key);
    } else linked.set(key, make(plan, nodeOf, [plan]));
  }
  const isUnlinked = (key: string): boolean => plans.get(key) !== undefined && linked.get(key) === undefined;
  const unlinkedReferencesOf = (key: string): readonly string[] => {
    const plan = plans.get(key);
    return plan === undefined ? [] : referencesOf(plan).filter((other) => isUnlinked(other));
  };
  for (const keys of stronglyConnectedComponents(referring, unlinkedReferencesOf)) {
    const component = keys.flatMap((key) => plans.get(key) ?? []);
    const nodes = component.map((plan) => make(plan, nodeOf, component));
    for (const [index, key] of keys.entries()) linked.set(key, nodes[index]);
  }
  return linked;
}

function linkSegment(
  plan: SegmentPlan,
  segmentOf: LookUp<CompiledSegment>,
  component: readonly SegmentPlan[],
): CompiledSegment {
  const { definition, references } = plan;
  const segments = references.segments.map((other) => segmentOf(other) ?? null);
  return {
    key: definition.key,
    definition,
    constant: constantMembership(plan),
    problems: firstProblem(component, segmentOf),
    plan,
    links: segments.length === 0 ? NO_LINKS : { flags: NO_LINKS.flags, segments },
    cost: 1 + sumOf(segments, 'cost'),
    conditions: plan.conditions + sumOf(segments, 'conditions'),
  };
}

/** The first problem of the segments on one cycle, or of the segments they name. One problem is enough. */
function firstProblem(
  component: readonly SegmentPlan[],
  segmentOf: LookUp<CompiledSegment>,
): readonly Problem[] {
  for (const { problems, references } of component) {
    const [own] = problems;
    if (own !== undefined) return [own];
    for (const key of references.segments) {
      const nested = segmentOf(key)?.problems ?? [];
      if (nested.length > 0) return nested;
    }
  }
  return [];
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
  const links = linksOf(references, flagOf, segmentOf);
  const constant = segmentNotUnderstood(key, links.segments) ?? plan.constant;
  const linked = constant === null ? [...links.flags, ...links.segments] : [];
  return {
    key,
    type,
    clientSide: clientSide === true,
    version,
    definition,
    constant,
    plan,
    links,
    cost: 1 + sumOf(linked, 'cost'),
    conditions: plan.conditions + sumOf(linked, 'conditions'),
  };
}

function linksOf(
  { flags, segments }: FlagPlan['references'],
  flagOf: LookUp<CompiledFlag>,
  segmentOf: LookUp<CompiledSegment>,
): Links {
  if (flags.length === 0 && segments.length === 0) return NO_LINKS;
  return {
    flags: flags.map((key) => flagOf(key) ?? null),
    segments: segments.map((key) => segmentOf(key) ?? null),
  };
}

function segmentNotUnderstood(flagKey: string, segments: Links['segments']): Resolution | null {
  for (const segment of segments) {
    const [problem] = segment?.problems ?? [];
    if (segment && problem)
      return notUnderstood(flagKey, withPathPrefix(`segment ${segment.key}`, [problem]));
  }
  return null;
}

type Bound = 'cost' | 'conditions';

function sumOf(nodes: readonly (Readonly<Record<Bound, number>> | null)[], bound: Bound): number {
  return nodes.reduce((sum, node) => sum + (node?.[bound] ?? 0), 0);
}
