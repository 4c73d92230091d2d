import type { CompiledFlag, CompiledSegment, Links } from './compiled.ts';
import type { EvaluationContext } from './context.ts';
import { isMember } from './membership.ts';
import type { Resolution } from './resolution.ts';

type Decide = (flag: CompiledFlag, context: EvaluationContext) => Resolution;

/**
 * The flag with all that it refers to already answered for one context, from the leaves up, each only once. So the
 * depth of a graph cannot overflow the stack, and a segment reached on many ways is not evaluated as many times.
 */
export function withSettledLinks(
  flag: CompiledFlag,
  context: EvaluationContext,
  decide: Decide,
): CompiledFlag {
  const flags = leavesFirst([flag], (each) => (each.constant === null ? each.links.flags : []));
  const segments = leavesFirst(
    flags.flatMap((each) => (each.constant === null ? each.links.segments : [])),
    (each) => each.links.segments,
  );
  const settledSegments = new Map<CompiledSegment | null, CompiledSegment>();
  for (const segment of segments) {
    const links = { flags: [], segments: replaced(segment.links.segments, settledSegments) };
    settledSegments.set(segment, { ...segment, constant: isMember({ ...segment, links }, context) });
  }
  const settledFlags = new Map<CompiledFlag | null, CompiledFlag>();
  for (const each of flags) {
    const links: Links = {
      flags: replaced(each.links.flags, settledFlags),
      segments: replaced(each.links.segments, settledSegments),
    };
    settledFlags.set(each, { ...each, constant: decide({ ...each, links }, context) });
  }
  return settledFlags.get(flag) ?? flag;
}

function replaced<Node>(
  nodes: readonly (Node | null)[],
  by: ReadonlyMap<Node | null, Node>,
): readonly (Node | null)[] {
  return nodes.map((node) => by.get(node) ?? node);
}

/** All nodes reachable, each after those it refers to. There are no cycles: links leave them out. */
function leavesFirst<Node extends object>(
  roots: readonly (Node | null)[],
  referencesOf: (node: Node) => readonly (Node | null)[],
): readonly Node[] {
  const finished = new Set<Node>();
  const trail = roots.filter((node) => node !== null);
  for (let node = trail.at(-1); node !== undefined; node = trail.at(-1)) {
    const before = trail.length;
    if (!finished.has(node)) {
      for (const other of referencesOf(node)) if (other !== null && !finished.has(other)) trail.push(other);
    }
    if (trail.length > before) continue;
    trail.pop();
    finished.add(node);
  }
  return [...finished];
}
