import type { Position } from '../../shared/sync/wire.ts';
import type { Credential } from '../core/model/key-ring.ts';

/**
 * What an object answers an isolate that names the position it holds. Data travels as the JSON it came as:
 * the isolate reads it with the same checks as any reader of a stream.
 */
export type Told =
  /** Nothing has arrived yet, or the environment is not one of this edge. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'current'; readonly currentAsOf: number }
  | {
      readonly kind: 'snapshot' | 'delta';
      readonly position: Position;
      readonly data: string;
      /** Milliseconds since 1970: when this was last known to be the upstream's current state. */
      readonly currentAsOf: number;
    };

/** How far an environment's object is. */
export interface ObjectStatus {
  /** `null`: no flags have arrived. */
  readonly position: Position | null;
  readonly currentAsOf: number | null;
}

/** A reader of a stream whom an isolate has let in. */
export interface StreamRequest {
  readonly credential: Credential;
  /** The position of the keys by which it was let in. */
  readonly relayPosition: Position;
  readonly lastEventId: string | undefined;
  /** Of a reader of change notices: when its token expires, in milliseconds since 1970. */
  readonly noticesUntil?: number;
  /** Likewise: of the page that reads, where one does. */
  readonly origin?: string | undefined;
}
