import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../shared/model/canonical-json.ts';
import type { ProjectChange, ProjectDiff } from '../../model/project-change.ts';

/**
 * SHA-256 of a diff in lower-case hex. Equal changes have equal hashes, whenever they are computed.
 *
 * What does not belong to the change itself is left out: the positions of rules, which depend on rules that do not
 * change, and the ids of new rules, which are random.
 */
export function hashDiff(diff: ProjectDiff): string {
  const texts = diff.map((change) => canonicalJson(hashed(change))).sort();
  return createHash('sha256')
    .update(`[${texts.join(',')}]`)
    .digest('hex');
}

function hashed(change: ProjectChange): object {
  if (change.member !== 'rule' && change.member !== 'rulePriority') return change;
  const { position: _, id, ...rest } = change;
  return change.before === undefined ? rest : { ...rest, id };
}
