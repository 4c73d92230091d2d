import type { ProjectDiff } from '../../model/project-change.ts';
import { RequestError } from '../../model/request-error.ts';
import { can } from '../../model/rights.ts';
import type { Caller } from '../../model/role.ts';

/**
 * An editor of an environment changes its configurations. All else is a matter of the whole project: readers of every
 * environment get flags as they are created or archived, and segments.
 *
 * @throws RequestError FORBIDDEN that names what the caller must be an editor of
 */
export function assertApplyRights(caller: Caller, id: string, diff: ProjectDiff): void {
  const projectId = id.toLowerCase();
  if (diff.length === 0 || can(caller, { kind: 'project', projectId }, 'editor')) return;
  for (const change of diff) {
    if (!('environmentKey' in change)) {
      throw new RequestError(
        'FORBIDDEN',
        `${subjectOf(change)} changes: this requires the role editor in the project.`,
      );
    }
    const { environmentKey } = change;
    if (can(caller, { kind: 'environment', projectId, environmentKey }, 'editor')) continue;
    throw new RequestError(
      'FORBIDDEN',
      `Flag "${change.flagKey}" changes in the environment "${environmentKey}": this requires the role editor there.`,
    );
  }
}

const subjectOf = (change: ProjectDiff[number]): string =>
  'flagKey' in change ? `Flag "${change.flagKey}" itself` : `Segment "${change.segmentKey}"`;
