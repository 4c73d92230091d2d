import type { components } from '../../../../shared/management-client/openapi.ts';
import type { DiffChange } from '../../editing/diff/change-words.ts';

/** How many people must approve what changes an environment. */
export interface EnvironmentRule {
  readonly environmentKey: string;
  readonly protection: components['schemas']['Protection'];
}

/** Members of flags that readers of every environment see. */
const SEEN_EVERYWHERE = new Set(['flag', 'archived', 'clientSide', 'metadata']);

/** The environments whose readers may see a change. A segment belongs to all of them. */
export function touchedEnvironments(
  changes: readonly DiffChange[],
  allKeys: readonly string[],
): readonly string[] {
  const isEverywhere = withoutNew(changes).some(
    ({ segmentKey, member, environmentKey }) =>
      environmentKey === undefined &&
      (segmentKey !== undefined
        ? member !== 'name' && member !== 'description'
        : SEEN_EVERYWHERE.has(member)),
  );
  if (isEverywhere) return allKeys;
  const touched = new Set(withoutNew(changes).map(({ environmentKey }) => environmentKey));
  return allKeys.filter((key) => touched.has(key));
}

/** Readers see nothing of a new flag that is off, nor of a new segment. */
function withoutNew(changes: readonly DiffChange[]): readonly DiffChange[] {
  const ownerOf = ({ flagKey, segmentKey }: DiffChange) => JSON.stringify([flagKey, segmentKey]);
  const created = new Set(
    changes
      .filter(({ member, before }) => (member === 'flag' || member === 'segment') && before === undefined)
      .map(ownerOf),
  );
  return changes.filter(
    (change) => !created.has(ownerOf(change)) || (change.member === 'enabled' && change.after === true),
  );
}

/** `production is protected: 2 people with the role admin must approve.` */
export function ruleSentence({ environmentKey, protection }: EnvironmentRule): string {
  const { approvals, approverRole, approverIds = [], maySwitchOff } = protection;
  const people = approvals === 1 ? '1 person' : `${approvals} people`;
  const who = [
    ...(approverRole === null || approverRole === undefined
      ? []
      : [`with ${approverRole === 'admin' ? 'the role admin' : `at least the role ${approverRole}`}`]),
    ...(approverIds.length === 0 ? [] : [`of ${approverIds.length} named`]),
  ].join(', or ');
  const free = maySwitchOff === true ? ' Only switching a flag off is free.' : '';
  return `${environmentKey} is protected: ${people} ${who} must approve what its readers get.${free}`;
}
