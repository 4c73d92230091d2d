/** What a key may do: the table "Keys" in docs/architecture.md. */
export const SDK_KEY_KINDS = ['client', 'server', 'relay'] as const;
export type SdkKeyKind = (typeof SDK_KEY_KINDS)[number];

/** The prefix that makes a leaked key recognisable, per kind. API tokens have `sf_api_`. */
export const KEY_PREFIXES = {
  client: 'sf_cli_',
  server: 'sf_srv_',
  relay: 'sf_rly_',
  api: 'sf_api_',
} as const;

/** What an edge knows of a key: never the key itself. */
export interface SdkKeyRecord {
  /** UUID. */
  readonly id: string;
  readonly kind: SdkKeyKind;
  /** SHA-256 of the whole key (prefix included), lower-case hex. */
  readonly hash: string;
  /** The environments it opens: exactly one for client and server keys, any number for relay keys. */
  readonly environmentIds: readonly string[];
  /** RFC 3339; `null`: never. Enforced where the key is used, by that machine's clock. */
  readonly expiresAt: string | null;
}

/** One environment as the relay stream tells it to an edge. */
export interface RelayEnvironment {
  /** UUID. */
  readonly id: string;
  readonly key: string;
  readonly name: string;
  /** Context attributes that are redacted before an event leaves the edge; dotted paths reach into objects. */
  readonly privateAttributes: readonly string[];
  /** Origins whose web pages may use client keys, as `shared/keys/origin.ts` reads them; absent: any. */
  readonly allowedOrigins?: readonly string[];
  /**
   * What tokens in URLs of change notices are made with, at least 32 characters: the same on every edge, so that
   * each takes the tokens of the others. Without it an edge offers no such streams.
   */
  readonly streamSecret?: string;
}

/** The whole of what a relay key may know: sent as `snapshot` on `GET /relay/stream`, anew on every change. */
export interface RelaySnapshot {
  readonly protocol: number;
  readonly projectId: string;
  readonly environments: readonly RelayEnvironment[];
  readonly keys: readonly SdkKeyRecord[];
}
