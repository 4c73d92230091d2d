import type { Logger } from '../../../../shared/logging/logger.ts';
import type { Clock } from '../../../../shared/model/clock.ts';
import { type EdgeState, environmentIdsOf } from '../edge-state.ts';
import { type Ages, decodeAges, latestMoment, NO_AGES } from './ages.ts';
import { type RestoreProblem, restoreFlags, restoreRelay } from './restore-state.ts';
import { type Checksum, decodeStateFile, type StateFile, type StateHead } from './state-file.ts';
import type { StoredStream } from './state-store.ts';
import { AGES_FILE, flagsFile, RELAY_FILE, removeUnnamed, type Storage } from './storage.ts';

export interface StateFilesDeps {
  readonly storage: Storage;
  readonly state: EdgeState;
  readonly checksum: Checksum;
  /** Identifies the relay key that stored state belongs to. An edge does not use the state of another owner. */
  readonly owner: string;
  readonly now: Clock;
  readonly logger: Logger;
}

/**
 * Restores the state from files, before the upstream is asked. A file that cannot be used is set aside with one
 * log line, and the others are used all the same. Never rejects: an edge without stored state has an upstream.
 */
export async function bootFromFiles(deps: StateFilesDeps): Promise<void> {
  const { state, storage, logger, now } = deps;
  try {
    await passOverUnended(deps);
    const ages = await readAges(deps);
    if (!(await bootRelay(deps, ages))) return;
    const named = environmentIdsOf(state);
    for (const id of named) await bootFlags(deps, id, ages);
    await removeUnnamed(storage, named);
    const asOf = state.relay()?.currentAsOf ?? now();
    const ageSeconds = Math.floor((now() - asOf) / 1000);
    const withFlags = named.filter((id) => state.environment(id) !== undefined).length;
    logger.info('booted from stored state', { environments: named.length, withFlags, ageSeconds });
  } catch (error) {
    logger.error('stored state cannot be read', { error });
  }
}

/** A file that ended the process that read it would end this one, too. */
async function passOverUnended(deps: StateFilesDeps): Promise<void> {
  const { storage } = deps;
  const name = await storage.unendedReading();
  if (name === undefined) return;
  if ((await storage.list()).includes(name)) {
    await setAside(deps, name, 'the process that read it before ended while it did');
  }
  await storage.endReading();
}

/** Whether there are usable environments and keys. */
async function bootRelay(deps: StateFilesDeps, ages: Ages): Promise<boolean> {
  const { storage, state, now } = deps;
  await storage.beginReading(RELAY_FILE);
  const relay = await readFile(deps, RELAY_FILE, 'relay');
  const problem = relay && restoreRelay(state, streamOf(relay, ages.relay), now());
  if (problem !== undefined) await setAside(deps, RELAY_FILE, problem);
  await storage.endReading();
  return relay !== undefined && problem === undefined;
}

async function bootFlags(deps: StateFilesDeps, id: string, ages: Ages): Promise<void> {
  const { storage, state, now } = deps;
  const name = flagsFile(id);
  await storage.beginReading(name);
  const file = await readFile(deps, name, 'flags');
  const problem = file && restoreFlags(state, id, streamOf(file, ages.environments.get(id)), now());
  if (problem !== undefined) await setAside(deps, name, problem);
  await storage.endReading();
}

/** A file holds one snapshot. */
function streamOf({ head, data }: StateFile, age: Ages['relay'] | undefined): StoredStream {
  return {
    events: [{ kind: 'snapshot', id: head.position, data }],
    currentAsOf: latestMoment(head.position, head.currentAsOf, age),
  };
}

async function readAges(deps: StateFilesDeps): Promise<Ages> {
  await deps.storage.beginReading(AGES_FILE);
  const file = await readFile(deps, AGES_FILE, 'ages');
  await deps.storage.endReading();
  return file === undefined ? NO_AGES : decodeAges(file.data);
}

/** `undefined`: there is none of this owner, or it has been set aside. */
async function readFile(
  deps: StateFilesDeps,
  name: string,
  kind: StateHead['kind'],
): Promise<StateFile | undefined> {
  const text = await deps.storage.read(name);
  if (text === undefined) return undefined;
  const decoded = await decodeStateFile(text, deps.checksum);
  if (!decoded.ok || decoded.file.head.kind !== kind) {
    const problem = decoded.ok
      ? `it holds "${decoded.file.head.kind}" instead of "${kind}"`
      : decoded.problem;
    await setAside(deps, name, problem);
    return undefined;
  }
  if (decoded.file.head.owner === deps.owner) return decoded.file;
  deps.logger.warn('stored state belongs to another relay key and is not used', { file: name });
  return undefined;
}

async function setAside(
  { storage, logger }: StateFilesDeps,
  name: string,
  problem: NonNullable<RestoreProblem>,
): Promise<void> {
  logger.error('stored state cannot be used and is set aside', { file: name, problem });
  await storage.setAside(name);
}
