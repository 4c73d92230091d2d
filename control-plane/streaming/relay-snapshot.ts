import type { RelaySnapshot, SdkKeyRecord } from '../../shared/keys/sdk-key.ts';
import { SYNC_PROTOCOL } from '../../shared/sync/wire.ts';
import type { ProjectKeys } from '../store/access/project-keys-reader.ts';

/**
 * The content of a relay key's stream: the environments it has access to, and the keys (client, server and relay keys,
 * including itself) that have access to no other environment. `null` if the key does not work.
 */
export function relaySnapshotFor(keys: ProjectKeys, relayKeyId: string): RelaySnapshot | null {
  const own = keys.keys.find((key) => key.id === relayKeyId);
  if (own?.kind !== 'relay') return null;
  const scope = new Set(own.environmentIds);
  const isInScope = (key: SdkKeyRecord) => key.environmentIds.every((id) => scope.has(id));
  return {
    protocol: SYNC_PROTOCOL,
    projectId: keys.projectId,
    environments: keys.environments.filter(({ id }) => scope.has(id)),
    keys: keys.keys.filter(isInScope),
  };
}
