import type { EvaluationContext } from '../../model/evaluation-context.ts';
import type { Resolution } from '../../model/resolution.ts';
import type { CompiledFlag, CompiledSegment, Links } from './compiled-flag-set.ts';
import { isMember } from './segment-membership.ts';

type Decide = (flag: CompiledFlag, context: EvaluationContext) => Resolution;

/**
 * The links of a flag to flags and segments whose answers for one context are already known. Everything the flag refers to,
 * directly or through others, is evaluated once, references first. So the depth of the graph cannot overflow the stack, and
 * a segment that is reached on many paths is evaluated only once.
 */
export function resolveReferences(flag: CompiledFlag, context: EvaluationContext, decide: Decide): Links {
  const flags = referencesFirst([flag], (each) => (each.constant === null ? each.links.flags : []));
  const segments = referencesFirst(
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
    if (each === flag) continue;
    const constant = decide({ ...each, links: resolve(each.links) }, context);
    resolvedFlags.set(each, { ...each, constant });
  }
  return resolve(flag.links);
}

/** All nodes that the roots lead to, each after those it refers to. Links contain no cycles. Iterative. */
function referencesFirst<Node extends object>(
  roots: readonly (Node | null)[],
  referencesOf: (node: Node) => readonly (Node | null)[],
): readonly Node[] {
  const finished = new Set<Node>();
  const stack = roots.filter((node) => node !== null);
  for (let node = stack.at(-1); node !== undefined; node = stack.at(-1)) {
    const height = stack.length;
    if (!finished.has(node)) {
      for (const other of referencesOf(node)) if (other !== null && !finished.has(other)) stack.push(other);
    }
    if (stack.length > height) continue;
    stack.pop();
    finished.add(node);
  }
  return [...finished];
}
