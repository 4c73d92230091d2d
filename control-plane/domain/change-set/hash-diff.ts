import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../shared/model/canonical-json.ts';
import type { ProjectChange, ProjectDiff } from '../../model/project-change.ts';

/**
 * SHA-256 of a diff in lower-case hex. Equal changes have equal hashes, whenever they are computed.
 *
 * What does not belong to the change itself is left out: the positions of rules, which depend on rules that do not
 * change, and the ids of new rules, which are random. A new rule has its priority in place of its id: two diffs that
 * exchange the priorities of their new rules are different.
 */
export function hashDiff(diff: ProjectDiff): string {
  const priorities = newPriorities(diff);
  const texts = diff.map((change) => canonicalJson(hashed(change, priorities))).sort();
  return createHash('sha256')
    .update(`[${texts.join(',')}]`)
    .digest('hex');
}

function hashed(change: ProjectChange, priorities: ReadonlyMap<string, number | undefined>): object {
  if (change.member !== 'rule' && change.member !== 'rulePriority') return change;
  const { position: _, id, ...rest } = change;
  return change.before === undefined ? { ...rest, priority: priorities.get(id) } : { ...rest, id };
}

/** The priorities of the new rules, by the ids of these. */
function newPriorities(diff: ProjectDiff): ReadonlyMap<string, number | undefined> {
  return new Map(
    diff.flatMap((change): [string, number | undefined][] =>
      change.member === 'rulePriority' && change.before === undefined ? [[change.id, change.after]] : [],
    ),
  );
}
