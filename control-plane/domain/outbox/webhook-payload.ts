import type { ProjectChange, ProjectDiff } from '../../model/project-change.ts';
import type { Bypass } from '../../model/protection.ts';
import type { Caller } from '../../model/role.ts';
import type { WEBHOOK_TEST_TYPE, WebhookEventType } from '../../model/webhook.ts';
import { describeDiff } from '../change-set/describe-diff.ts';

/** Entries of each list in a payload; totals count all. */
const MAX_ENTRIES = 100;
/** Characters of one change as JSON; of a larger one the values are left out. */
const MAX_CHANGE_CHARACTERS = 2_048;

/** The body of an event, after the Standard Webhooks specification. At most about 400 KB. */
export function webhookBody(
  type: WebhookEventType | typeof WEBHOOK_TEST_TYPE,
  at: Date,
  data: Readonly<Record<string, unknown>>,
): string {
  return JSON.stringify({ type, timestamp: at.toISOString(), data });
}

/** Who has done it. Names and addresses of people are not sent. */
export const authorOf = ({ userId, kind }: Caller) => ({ userId, kind });

interface AppliedEntry {
  readonly id: string;
  /** The place in the project's history. */
  readonly number: number;
  readonly name: string;
}

/** What `change_set.applied` says. */
export function appliedData(
  caller: Caller,
  { id, number, name }: AppliedEntry,
  applied: {
    readonly projectId: string;
    readonly environmentKeys: readonly string[];
    readonly diff: ProjectDiff;
    readonly bypass: Bypass | undefined;
  },
): Readonly<Record<string, unknown>> {
  const { projectId, environmentKeys, diff, bypass } = applied;
  const keysOf = (key: (change: ProjectChange) => string | undefined) => [
    ...new Set(diff.flatMap((change) => key(change) ?? [])),
  ];
  return {
    projectId,
    position: number,
    changeSet: { id, number, name, bypass: bypass?.kind ?? null },
    author: authorOf(caller),
    environments: environmentKeys,
    ...bounded(
      'flags',
      keysOf((change) => ('flagKey' in change ? change.flagKey : undefined)),
    ),
    ...bounded(
      'segments',
      keysOf((change) => ('segmentKey' in change ? change.segmentKey : undefined)),
    ),
    ...bounded('lines', describeDiff(diff)),
    changes: diff.slice(0, MAX_ENTRIES).map(changeData),
    changesTotal: diff.length,
  };
}

function bounded(name: string, entries: readonly string[]): Readonly<Record<string, unknown>> {
  return { [name]: entries.slice(0, MAX_ENTRIES), [`${name}Total`]: entries.length };
}

/** A change as the API shows it in a diff. Targeting keys of segments are counted, not sent. */
function changeData(change: ProjectChange): object {
  if (change.member === 'included' || change.member === 'excluded') {
    const { added, removed, ...rest } = change;
    return { ...rest, addedTotal: added.length, removedTotal: removed.length };
  }
  if (JSON.stringify(change).length <= MAX_CHANGE_CHARACTERS) return change;
  const { before: _, after: __, ...rest } = change;
  return { ...rest, valuesOmitted: true };
}
