import type { EvaluationContext } from '../../model/evaluation-context.ts';
import type { Resolution } from '../../model/resolution.ts';
import type { CompiledFlag, CompiledSegment, EvaluationMemo } from './compiled-flag-set.ts';
import { isMember } from './segment-membership.ts';

type Decide = (flag: CompiledFlag, context: EvaluationContext, memo: EvaluationMemo) => Resolution;

const NONE: readonly never[] = [];

/**
 * Evaluates everything a flag refers to, directly or through others, references first, and enters it into the memo. So the
 * depth of the graph cannot overflow the stack, and what is reached on many paths, or by many flags, is evaluated only once.
 */
export function resolveReferences(
  flag: CompiledFlag,
  context: EvaluationContext,
  memo: EvaluationMemo,
  decide: Decide,
): void {
  const { memberships, resolutions } = memo;
  const unknownFlags = (each: CompiledFlag): readonly (CompiledFlag | null)[] =>
    each.constant === null
      ? each.links.flags.filter((other) => other !== null && !resolutions.has(other))
      : NONE;
  const unknownSegments = (each: CompiledFlag | CompiledSegment): readonly (CompiledSegment | null)[] =>
    each.constant === null
      ? each.links.segments.filter((other) => other !== null && !memberships.has(other))
      : NONE;
  const flags = referencesFirst([flag], unknownFlags);
  for (const segment of referencesFirst(flags.flatMap(unknownSegments), unknownSegments)) {
    memberships.set(segment, isMember(segment, context, memo));
  }
  for (const each of flags) if (each !== flag) resolutions.set(each, decide(each, context, memo));
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
