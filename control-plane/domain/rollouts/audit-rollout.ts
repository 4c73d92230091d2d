import type { RolloutState } from '../../model/rollout.ts';
import type { ChangeSetRow } from '../../store/change-sets/change-sets.ts';
import type { Change } from '../change/change.ts';

interface AuditedRollout {
  readonly state: RolloutState;
  /** How many there are. */
  readonly steps?: number;
  /** The step that was not applied. */
  readonly step?: number;
  readonly reason?: string;
}

/** Writes into the audit log what happens to a rollout. What its steps change has entries of its own. */
export function auditRollout(
  { audit }: Change,
  { id, projectId }: ChangeSetRow,
  rollout: AuditedRollout,
): void {
  audit('update', { projectId, resourceType: 'change_set', resourceId: id }, { newValue: { rollout } });
}
