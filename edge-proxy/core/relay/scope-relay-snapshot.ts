import type { RelaySnapshot, SdkKeyRecord } from '../../../shared/keys/sdk-key.ts';

/**
 * What an asking relay key may hear of it: its environments, and the keys that open them, each only as far
 * as those environments go.
 */
export function scopeRelaySnapshot(
  snapshot: RelaySnapshot,
  environmentIds: readonly string[],
): RelaySnapshot {
  const allowed = new Set(environmentIds);
  const keys: SdkKeyRecord[] = [];
  for (const key of snapshot.keys) {
    const opened = key.environmentIds.filter((id) => allowed.has(id));
    if (opened.length > 0) keys.push({ ...key, environmentIds: opened });
  }
  return { ...snapshot, environments: snapshot.environments.filter(({ id }) => allowed.has(id)), keys };
}
