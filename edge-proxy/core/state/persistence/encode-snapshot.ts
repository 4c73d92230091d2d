import type { Replica } from '../../../../shared/sync/replica.ts';
import { SYNC_PROTOCOL } from '../../../../shared/sync/wire.ts';

/** Characters of flags or segments that are encoded before other work gets its turn: well below a millisecond. */
const SLICE_CHARACTERS = 65_536;

/**
 * The data of a `snapshot` event for this replica, as `JSON.stringify` would make it, but in slices:
 * encoding thousands of flags at once would hold up requests for tens of milliseconds.
 *
 * @param yieldTurn resolves after the work that is waiting has had its turn
 * @returns the text in pieces, one a slice
 */
export async function encodeSnapshotInSlices(
  replica: Replica,
  yieldTurn: () => Promise<void>,
): Promise<readonly string[]> {
  const { environment, committedAt } = replica;
  const flags = await encodeAll(replica.flags.values(), yieldTurn);
  const segments = await encodeAll(replica.segments.values(), yieldTurn);
  const [env, at] = [JSON.stringify(environment), JSON.stringify(committedAt)];
  return [
    `{"protocol":${SYNC_PROTOCOL},"environment":${env},"flags":[`,
    ...flags,
    '],"segments":[',
    ...segments,
    `],"committedAt":${at}}`,
  ];
}

async function encodeAll(
  items: Iterable<unknown>,
  yieldTurn: () => Promise<void>,
): Promise<readonly string[]> {
  const pieces: string[] = [];
  let slice: string[] = [];
  let length = 0;
  const endSlice = () => {
    pieces.push((pieces.length === 0 ? '' : ',') + slice.join(','));
    slice = [];
    length = 0;
  };
  for (const item of items) {
    const text = JSON.stringify(item);
    slice.push(text);
    length += text.length;
    if (length < SLICE_CHARACTERS) continue;
    endSlice();
    await yieldTurn();
  }
  if (slice.length > 0) endSlice();
  return pieces;
}
