import type { SetTimer } from '../../../../shared/model/clock.ts';
import { backoffDelay } from '../../../../shared/retry/backoff.ts';
import { type Age, type Ages, encodeAges } from './ages.ts';
import { messageOf, type PersistenceDeps, removeUnnamed } from './boot-state.ts';
import { encodeSnapshotInSlices } from './encode-snapshot.ts';
import { encodeStateFile, type StateHead } from './state-file.ts';
import { AGES_FILE, flagsFile, RELAY_FILE } from './storage.ts';

/** Changes that come within this time are written together. In milliseconds. */
const WRITE_DELAY_MS = 500;
/** How often the moment of the last heartbeat is noted. */
const AGES_EVERY_MS = 15_000;
const RETRY = { baseMs: 1_000, capMs: 60_000 };

export interface PersistStateDeps extends PersistenceDeps {
  readonly setTimer: SetTimer;
  readonly random: () => number;
}

/** Keeps a storage what the edge's state is. */
export interface StatePersistence {
  /** Writes what has not been written yet. Never rejects. */
  flush(): Promise<void>;
  /** Writes a last time, and stops. */
  close(): Promise<void>;
  /** How writing went so far. */
  counts(): { readonly written: number; readonly failed: number };
}

/**
 * Writes every change of the state soon after it was made, one file at a time, and nothing of it while a
 * request waits. A storage that fails is tried again, slowly; the edge serves from memory meanwhile.
 */
export function persistState(deps: PersistStateDeps): StatePersistence {
  const { state, storage, logger, setTimer, now } = deps;
  const files = createWriter(deps);
  const dirty = new Set<string>();
  let agesWritten = '';
  let failures = 0;
  let written = 0;
  let failed = 0;
  let cancel: (() => void) | undefined;
  let running: Promise<void> | undefined;
  let closed = false;

  async function writeOne(name: string): Promise<void> {
    const pieces = await files.piecesOf(name);
    // What came while the text was made is newer: it is noted, and written next.
    if (pieces === undefined) await storage.remove(name);
    else await storage.write(name, pieces);
    if (name === RELAY_FILE) await removeUnnamed(storage, idsOf(deps));
    written += 1;
  }

  async function writeAll(): Promise<void> {
    for (;;) {
      // Keys come first: they say which environments there are.
      const name = dirty.has(RELAY_FILE) ? RELAY_FILE : [...dirty][0];
      if (name === undefined) break;
      dirty.delete(name);
      try {
        await writeOne(name);
        if (failures > 0) logger.info('state is kept again', { failures });
        failures = 0;
      } catch (error) {
        dirty.add(name);
        failed += 1;
        failures += 1;
        if (failures === 1) logger.error('state cannot be kept', { file: name, error: messageOf(error) });
        return;
      }
    }
  }

  function run(): Promise<void> {
    running ??= writeAll().finally(() => {
      running = undefined;
      if (dirty.size > 0) schedule();
    });
    return running;
  }

  function schedule(): void {
    if (cancel !== undefined || running !== undefined || closed) return;
    const delay = failures === 0 ? WRITE_DELAY_MS : backoffDelay(failures, RETRY, deps.random());
    cancel = setTimer(() => {
      cancel = undefined;
      void run();
    }, delay);
  }

  function note(name: string): void {
    dirty.add(name);
    schedule();
  }

  function noteAges(): void {
    const ages = encodeAges(agesOf(deps));
    if (ages === agesWritten) return;
    agesWritten = ages;
    note(AGES_FILE);
  }

  let cancelAges = setTimer(function again() {
    noteAges();
    cancelAges = setTimer(again, AGES_EVERY_MS);
  }, AGES_EVERY_MS);

  state.listen({
    relayChanged: () => note(RELAY_FILE),
    flagsChanged: ({ id }) => note(flagsFile(id)),
    flagsErased: (id) => note(flagsFile(id)),
    everythingErased() {
      note(RELAY_FILE);
      note(AGES_FILE);
    },
  });

  async function flush(): Promise<void> {
    await running;
    cancel?.();
    cancel = undefined;
    await run();
  }

  return {
    flush,
    async close() {
      cancelAges();
      noteAges();
      closed = true;
      await flush();
      if (dirty.size > 0) logger.error('state was not kept at shutdown', { files: dirty.size, at: now() });
    },
    counts: () => ({ written, failed }),
  };
}

/** Makes the text of each file from the state as it is now; `undefined`: there is to be none. */
function createWriter(deps: PersistStateDeps) {
  const { state, checksum, owner, setTimer } = deps;
  const yieldTurn = () => new Promise<void>((turn) => void setTimer(turn, 0));
  const encode = (head: Omit<StateHead, 'owner'>, data: readonly string[]) =>
    encodeStateFile({ ...head, owner }, data, checksum);

  async function piecesOf(name: string): Promise<readonly string[] | undefined> {
    const relay = state.relay();
    if (relay === undefined) return undefined;
    if (name === RELAY_FILE) {
      const { position, currentAsOf, snapshot } = relay;
      return encode({ kind: 'relay', position, currentAsOf }, [JSON.stringify(snapshot)]);
    }
    if (name === AGES_FILE) {
      const { currentAsOf } = relay;
      return encode({ kind: 'ages', position: null, currentAsOf }, [encodeAges(agesOf(deps))]);
    }
    const id = idsOf(deps).find((told) => flagsFile(told) === name);
    const held = id === undefined ? undefined : state.environment(id);
    if (held === undefined) return undefined;
    const { position, currentAsOf, replica } = held;
    const data = await encodeSnapshotInSlices(replica, yieldTurn);
    return encode({ kind: 'flags', position, currentAsOf }, data);
  }

  return { piecesOf };
}

function idsOf({ state }: PersistenceDeps): readonly string[] {
  return state.relay()?.snapshot.environments.map(({ id }) => id) ?? [];
}

function agesOf(deps: PersistenceDeps): Ages {
  const relay = deps.state.relay();
  const environments = new Map<string, Age>();
  for (const id of idsOf(deps)) {
    const held = deps.state.environment(id);
    if (held) environments.set(id, { position: held.position, currentAsOf: held.currentAsOf });
  }
  return { relay: relay ? { position: relay.position, currentAsOf: relay.currentAsOf } : null, environments };
}
