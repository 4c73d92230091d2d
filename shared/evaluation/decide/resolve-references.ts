import type { EvaluationContext } from '../../model/evaluation-context.ts';
import type { Resolution } from '../../model/resolution.ts';
import type { CompiledFlag, CompiledSegment, Links } from './compiled-flag-set.ts';
import { isMember } from './segment-membership.ts';

type Decide = (flag: CompiledFlag, context: EvaluationContext) => Resolution;

/**
 * All that a flag refers to, already answered for one context, from the leaves up, each only once. So the
 * depth of a graph cannot overflow the stack, and a segment reached on many ways is not evaluated as many times.
 */
export function resolvedLinks(flag: CompiledFlag, context: EvaluationContext, decide: Decide): Links {
  const flags = leavesFirst([flag], (each) => (each.constant === null ? each.links.flags : []));
  const segments = leavesFirst(
    flags.flatMap((each) => (each.constant === null ? each.links.segments : [])),
    (each) => each.links.segments,
  );
  const resolvedSegments = new Map<CompiledSegment | null, CompiledSegment>();
  const resolvedFlags = new Map<CompiledFlag | null, CompiledFlag>();
  const resolve = (links: Links): Links => ({
    flags: links.flags.map((each) => resolvedFlags.get(each) ?? each),
    segments: links.segments.map((each) => resolvedSegments.get(each) ?? each),
  });
  for (const segment of segments) {
    const constant = isMember({ ...segment, links: resolve(segment.links) }, context);
    resolvedSegments.set(segment, { ...segment, constant });
  }
  for (const each of flags) {
    if (each !== flag) {
      resolvedFlags.set(each, {
        ...each,
        constant: decide({ ...each, links: resolve(each.links) }, context),
      });
    }
  }
  return resolve(flag.links);
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
