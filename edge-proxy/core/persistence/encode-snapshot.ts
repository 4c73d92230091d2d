import type { Replica } from '../../../shared/sync/replica.ts';
import { SYNC_PROTOCOL } from '../../../shared/sync/wire.ts';

/** How many flags or segments are turned into text before others get their turn. */
const SLICE = 200;

/**
 * The data of a `snapshot` event for this replica, as `JSON.stringify` would make it, but in slices: thousands
 * of flags at once would hold up requests for tens of milliseconds.
 *
 * @param yieldTurn resolves after whatever else waits has had its turn
 */
export async function encodeSnapshotInSlices(
  replica: Replica,
  yieldTurn: () => Promise<void>,
): Promise<string> {
  const { environment, committedAt } = replica;
  const flags = await encodeAll(replica.flags.values(), yieldTurn);
  const segments = await encodeAll(replica.segments.values(), yieldTurn);
  const [env, at] = [JSON.stringify(environment), JSON.stringify(committedAt)];
  return `{"protocol":${SYNC_PROTOCOL},"environment":${env},"flags":[${flags}],"segments":[${segments}],"committedAt":${at}}`;
}

async function encodeAll(items: Iterable<unknown>, yieldTurn: () => Promise<void>): Promise<string> {
  const texts: string[] = [];
  for (const item of items) {
    texts.push(JSON.stringify(item));
    if (texts.length % SLICE === 0) await yieldTurn();
  }
  return texts.join(',');
}
