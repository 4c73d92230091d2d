import type { SdkKeyKind } from '../../shared/keys/sdk-key.ts';

/** An SDK key that exists, is neither revoked nor expired, and the environments it has access to now. */
export interface AuthenticatedSdkKey {
  /** UUID. */
  readonly id: string;
  readonly kind: SdkKeyKind;
  readonly projectId: string;
  /**
   * UUIDs of the live environments the key has access to: one for client and server keys; for a relay key the ones
   * it names, or all environments of its project.
   */
  readonly environmentIds: readonly string[];
  /** `null`: the key does not expire. */
  readonly expiresAt: Date | null;
}
