import type { RelaySnapshot } from '../../../../shared/keys/sdk-key.ts';

/**
 * The part of a snapshot within the scope of a relay key, as its control plane would send it: its environments, and the
 * keys that open nothing beyond them.
 */
export function scopeRelaySnapshot(
  snapshot: RelaySnapshot,
  environmentIds: readonly string[],
): RelaySnapshot {
  const scope = new Set(environmentIds);
  return {
    ...snapshot,
    environments: snapshot.environments.filter(({ id }) => scope.has(id)),
    keys: snapshot.keys.filter((key) => key.environmentIds.every((id) => scope.has(id))),
  };
}
