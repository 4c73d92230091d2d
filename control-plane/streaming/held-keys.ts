import type { SdkKeyRecord } from '../../shared/keys/sdk-key.ts';
import type { Clock } from '../../shared/model/clock.ts';
import type { Position } from '../../shared/sync/wire.ts';
import type { ProjectKeys } from '../store/access/project-keys-reader.ts';

/** The keys and environments of a project, as a hub holds them. */
export interface HeldKeys {
  /** `null` before the first {@link replace} and after {@link clear}. */
  current(): ProjectKeys | null;
  position(): Position | null;
  /** @returns whether the position differs from the one that was held */
  replace(keys: ProjectKeys): boolean;
  clear(): void;
  /** Whether a key may open an environment (`null`: the relay stream) now. */
  hasAccess(keyId: string, environmentId: string | null): boolean;
  /** When a key expires; `null` if it does not expire or is not known. */
  expiryOf(keyId: string): string | null;
}

export function createHeldKeys(now: Clock): HeldKeys {
  let held: ProjectKeys | null = null;
  return {
    current: () => held,
    position: () => held?.position ?? null,
    replace(keys) {
      const hasChanged = held?.position !== keys.position;
      held = keys;
      return hasChanged;
    },
    clear() {
      held = null;
    },
    hasAccess: (keyId, environmentId) => hasAccess(held?.keys ?? [], keyId, environmentId, now()),
    expiryOf: (keyId) => held?.keys.find(({ id }) => id === keyId)?.expiresAt ?? null,
  };
}

function hasAccess(
  keys: readonly SdkKeyRecord[],
  keyId: string,
  environmentId: string | null,
  now: number,
): boolean {
  const key = keys.find(({ id }) => id === keyId);
  if (key === undefined) return false;
  if (key.expiresAt !== null && Date.parse(key.expiresAt) <= now) return false;
  return environmentId === null ? key.kind === 'relay' : key.environmentIds.includes(environmentId);
}
