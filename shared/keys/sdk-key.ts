/** What a key of each kind may do: docs/architecture.md, "Keys". */
export const SDK_KEY_KINDS = ['client', 'server', 'relay'] as const;
export type SdkKeyKind = (typeof SDK_KEY_KINDS)[number];

/** The prefix of each kind of key. Scanners for leaked secrets recognise it. */
export const KEY_PREFIXES = {
  client: 'sf_cli_',
  server: 'sf_srv_',
  relay: 'sf_rly_',
  api: 'sf_api_',
} as const;

/** What an edge receives about a key. It never has the key itself. */
export interface SdkKeyRecord {
  /** UUID. */
  readonly id: string;
  readonly kind: SdkKeyKind;
  /** SHA-256 of the whole key (prefix included), lower-case hex. */
  readonly hash: string;
  /** Its scope: one environment for client and server keys, any number for relay keys. */
  readonly environmentIds: readonly string[];
  /** RFC 3339; `null`: never. The edge that checks the key compares it with its own clock. */
  readonly expiresAt: string | null;
}

/** One environment in the relay stream. */
export interface RelayEnvironment {
  /** UUID. */
  readonly id: string;
  readonly key: string;
  readonly name: string;
  /** Context attributes that are removed before an event leaves the edge. Dotted paths name members of objects. */
  readonly privateAttributes: readonly string[];
  /** Origins whose web pages may use client keys (see `isOriginPattern`); absent: all. */
  readonly allowedOrigins?: readonly string[];
  /**
   * The secret that signs the tokens in URLs of change notices, at least 32 characters. All edges have the same one, so each
   * accepts the tokens of the others. Without it an edge offers no change notices.
   */
  readonly streamSecret?: string;
}

/** Everything a relay key covers: the data of `snapshot` on `GET /relay/stream`. Sent again, complete, on every change. */
export interface RelaySnapshot {
  readonly protocol: number;
  readonly projectId: string;
  readonly environments: readonly RelayEnvironment[];
  readonly keys: readonly SdkKeyRecord[];
}
