import { lowestUuidV7 } from '../../../shared/events/uuid-v7.ts';
import { type Database, errorCode } from '../../store/database/database.ts';
import { inSnapshot, type Transaction } from '../../store/database/transaction.ts';
import {
  databaseTime,
  limitStatements,
  type RecordedUser,
  recordedFlagKeys,
  recordedUsers,
} from '../../store/events/recorded-users.ts';
import type { PreviewLimits } from './preview-limits.ts';
import { createTimeBudget, type TimeBudget } from './time-budget.ts';

/** What has ended the search for users before all were found, or has reduced them. */
export type SampleCap = 'SAMPLE' | 'EVENTS' | 'BYTES' | 'TIME';

export interface UserSample {
  readonly fromMs: number;
  readonly toMs: number;
  /** Events that were looked at. */
  readonly events: number;
  readonly eventsWithoutUser: number;
  /** Distinct users in these events. */
  readonly users: number;
  /** The newest event of each user of the sample that was looked at. */
  readonly sampled: readonly RecordedUser[];
  readonly caps: ReadonlySet<SampleCap>;
}

interface SampleRequest {
  readonly environmentId: string;
  /** Users that were recorded with these flags come first. */
  readonly flagKeys: readonly string[];
  readonly days: number;
  /** The number of users. */
  readonly size: number;
}

const DAY_MS = 86_400_000;
const QUERY_CANCELED = '57014';
/** Events of one flag, if there are so many flags that each gets few. */
const MIN_EVENTS_OF_FLAG = 500;

/**
 * Chooses distinct users of the last days: those whose hashes are the lowest, so the choice does not depend on who they are
 * and is the same each time. The newest events are looked at: of the affected flags first, then, until the sample is full,
 * of others.
 */
export async function sampleUsers(
  sql: Database,
  request: SampleRequest,
  limits: PreviewLimits,
  now: () => number,
): Promise<UserSample> {
  const search: Search = { users: new Map(), caps: new Set(), events: 0, eventsWithoutUser: 0 };
  const budget = createTimeBudget(now, limits.searchMs);
  const toMs = await databaseTime(sql);
  const fromMs = toMs - request.days * DAY_MS;
  try {
    await inSnapshot(sql, async (tx) => {
      await limitStatements(tx, limits.statementMs);
      await searchFlags(tx, search, { ...request, from: lowestUuidV7(fromMs), limits, budget });
    });
  } catch (error) {
    if (errorCode(error) !== QUERY_CANCELED) throw error;
    search.caps.add('TIME');
  }
  const hashes = [...search.users.keys()].sort();
  if (hashes.length > request.size) search.caps.add('SAMPLE');
  return {
    fromMs,
    toMs,
    events: search.events,
    eventsWithoutUser: search.eventsWithoutUser,
    users: hashes.length,
    sampled: hashes.slice(0, request.size).flatMap((hash) => search.users.get(hash) ?? []),
    caps: search.caps,
  };
}

interface Search {
  /** The newest event of each user, by the user's hash. */
  readonly users: Map<string, RecordedUser>;
  readonly caps: Set<SampleCap>;
  events: number;
  eventsWithoutUser: number;
}

interface SearchInput extends SampleRequest {
  readonly from: string;
  readonly limits: PreviewLimits;
  readonly budget: TimeBudget;
}

async function searchFlags(tx: Transaction, search: Search, input: SearchInput): Promise<void> {
  const { environmentId, flagKeys, size, limits } = input;
  const ofEach = Math.max(MIN_EVENTS_OF_FLAG, Math.floor(limits.events / Math.max(1, flagKeys.length)));
  await searchEach(tx, search, flagKeys, ofEach, input);
  if (search.users.size >= size || search.caps.has('TIME')) return;
  const known = new Set(flagKeys);
  const recorded = await recordedFlagKeys(tx, environmentId, flagKeys.length + limits.otherFlags + 1);
  const others = recorded.filter((key) => !known.has(key));
  if (others.length > limits.otherFlags) search.caps.add('EVENTS');
  await searchEach(tx, search, others.slice(0, limits.otherFlags), ofEach, input, size);
}

/** @param enough the number of users at which the search ends */
async function searchEach(
  tx: Transaction,
  search: Search,
  flagKeys: readonly string[],
  ofEach: number,
  { environmentId, from, limits, budget }: SearchInput,
  enough = Number.POSITIVE_INFINITY,
): Promise<void> {
  for (const flagKey of flagKeys) {
    if (search.users.size >= enough) return;
    const limit = Math.min(ofEach, limits.events - search.events);
    if (limit <= 0) return void search.caps.add('EVENTS');
    if (budget.isOver()) return void search.caps.add('TIME');
    const rows = await recordedUsers(tx, { environmentId, flagKey }, from, limit);
    if (rows.length === limit) search.caps.add('EVENTS');
    search.events += rows.length;
    for (const event of rows) {
      if (event.userHash === null) search.eventsWithoutUser += 1;
      else if (event.eventId > (search.users.get(event.userHash)?.eventId ?? '')) {
        search.users.set(event.userHash, event);
      }
    }
    if (budget.isPauseDue()) await budget.pause();
  }
}
