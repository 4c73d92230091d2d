import type { Logger } from '../../../../shared/logging/logger.ts';
import type { Clock } from '../../../../shared/model/clock.ts';
import { flagChannel, relayChannel } from '../../../../shared/sync/reader/channel.ts';
import { replicaFromSnapshot } from '../../../../shared/sync/replica.ts';
import type { EdgeState } from '../edge-state.ts';
import { type Ages, decodeAges, latestMoment, NO_AGES } from './ages.ts';
import { type Checksum, decodeStateFile, type StateFile, type StateHead } from './state-file.ts';
import { AGES_FILE, environmentOfFile, flagsFile, RELAY_FILE, type Storage } from './storage.ts';

export interface PersistenceDeps {
  readonly storage: Storage;
  readonly state: EdgeState;
  readonly checksum: Checksum;
  /** Whose state is kept: state of another owner is not taken for one's own. */
  readonly owner: string;
  readonly now: Clock;
  readonly logger: Logger;
}

/**
 * Takes up what was kept, before anybody is asked. What cannot be used is set aside with one line in the log,
 * and the rest is used all the same. Never rejects: an edge without a memory still has an upstream.
 */
export async function bootState(deps: PersistenceDeps): Promise<void> {
  const { state, storage, logger, now } = deps;
  try {
    const relay = await readFile(deps, RELAY_FILE, 'relay');
    if (relay === undefined) return;
    const ages = await readAges(deps);
    if (!(await takeRelay(deps, relay, ages))) return;
    const told = state.relay()?.snapshot.environments ?? [];
    for (const { id } of told) await takeFlags(deps, id, ages);
    await removeUnnamed(
      storage,
      told.map(({ id }) => id),
    );
    const asOf = state.relay()?.currentAsOf ?? now();
    const ageSeconds = Math.floor((now() - asOf) / 1000);
    const withFlags = told.filter(({ id }) => state.environment(id) !== undefined).length;
    logger.info('booted from kept state', { environments: told.length, withFlags, ageSeconds });
  } catch (error) {
    logger.error('kept state could not be read', { error: messageOf(error) });
  }
}

/** Removes the flags of environments that are not among `ids`. */
export async function removeUnnamed(storage: Storage, ids: readonly string[]): Promise<void> {
  for (const name of await storage.list()) {
    const id = environmentOfFile(name);
    if (id !== undefined && !ids.includes(id)) await storage.remove(name);
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown';
}

async function takeRelay(deps: PersistenceDeps, { head, data }: StateFile, ages: Ages): Promise<boolean> {
  const message = relayChannel.read({ event: 'snapshot', id: head.position, data });
  if (message?.type !== 'snapshot') {
    await refuse(deps, RELAY_FILE, message?.type === 'fault' ? message.reason : 'it holds no snapshot');
    return false;
  }
  const { position } = message;
  deps.state.setRelay(position, message.data);
  deps.state.confirmRelay(notAfterNow(deps, latestMoment(position, head.currentAsOf, ages.relay)));
  return true;
}

async function takeFlags(deps: PersistenceDeps, id: string, ages: Ages): Promise<void> {
  const name = flagsFile(id);
  const file = await readFile(deps, name, 'flags');
  if (file === undefined) return;
  const { head, data } = file;
  const message = flagChannel.read({ event: 'snapshot', id: head.position, data });
  if (message?.type !== 'snapshot') {
    const problem = message?.type === 'fault' ? message.reason : 'it holds no snapshot';
    return refuse(deps, name, problem);
  }
  if (message.data.environment.id !== id) return refuse(deps, name, 'it is about another environment');
  const { position } = message;
  deps.state.setFlags(id, replicaFromSnapshot(position, message.data), undefined);
  const asOf = latestMoment(position, head.currentAsOf, ages.environments.get(id));
  deps.state.confirmFlags(id, notAfterNow(deps, asOf));
}

async function readAges(deps: PersistenceDeps): Promise<Ages> {
  const file = await readFile(deps, AGES_FILE, 'ages');
  return file === undefined ? NO_AGES : decodeAges(file.data);
}

/** `undefined`: there is none of ours, or it has been set aside. */
async function readFile(
  deps: PersistenceDeps,
  name: string,
  kind: StateHead['kind'],
): Promise<StateFile | undefined> {
  const text = await deps.storage.read(name);
  if (text === undefined) return undefined;
  const decoded = await decodeStateFile(text, deps.checksum);
  const problem = !decoded.ok
    ? decoded.problem
    : decoded.file.head.kind !== kind
      ? `it holds "${decoded.file.head.kind}" instead of "${kind}"`
      : undefined;
  if (!decoded.ok || problem !== undefined) {
    await refuse(deps, name, problem ?? 'unknown');
    return undefined;
  }
  if (decoded.file.head.owner === deps.owner) return decoded.file;
  deps.logger.warn('kept state belongs to another relay key and is not used', { file: name });
  return undefined;
}

async function refuse({ storage, logger }: PersistenceDeps, name: string, problem: string): Promise<void> {
  logger.error('a file of kept state is refused and set aside', { file: name, problem });
  await storage.setAside(name);
}

/** A clock that was set back must not make anything look fresher than fresh. */
function notAfterNow({ now }: PersistenceDeps, moment: number): number {
  return Math.min(moment, now());
}
