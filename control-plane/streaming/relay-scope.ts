import type { RelaySnapshot, SdkKeyRecord } from '../../shared/keys/sdk-key.ts';
import { SYNC_PROTOCOL } from '../../shared/sync/wire.ts';
import type { ProjectKeys } from '../store/access/project-keys-reader.ts';

/**
 * What a relay key may know of its project: its environments, the client and server keys of these, and the
 * relay keys (itself among them) that open nothing beyond them. `null` where the key works no more.
 */
export function relaySnapshotFor(keys: ProjectKeys, relayKeyId: string): RelaySnapshot | null {
  const own = keys.keys.find((key) => key.id === relayKeyId);
  if (own?.kind !== 'relay') return null;
  const scope = new Set(own.environmentIds);
  const isWithin = (key: SdkKeyRecord) => key.environmentIds.every((id) => scope.has(id));
  return {
    protocol: SYNC_PROTOCOL,
    projectId: keys.projectId,
    environments: keys.environments.filter(({ id }) => scope.has(id)),
    keys: keys.keys.filter(isWithin),
  };
}
