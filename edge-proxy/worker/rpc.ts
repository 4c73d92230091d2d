import type { Position } from '../../shared/sync/wire.ts';
import type { Failure } from '../core/model/failure.ts';
import type { Credential } from '../core/model/key-ring.ts';
import type { ReaderClaims } from '../core/model/stream-readers.ts';

/** What isolates and Durable Objects send each other. */

/** The object `relay`, as isolates call it. */
export interface RelayRpc extends Rpc.DurableObjectBranded {
  /** `held`: the position the caller holds; `null`: none. */
  read(held: Position | null): Promise<ObjectReply>;
}

/** The object of one environment, as isolates and the object `relay` call it. */
export interface EnvironmentRpc extends Rpc.DurableObjectBranded {
  read(held: Position | null): Promise<ObjectReply>;
  status(): ObjectStatus;
  /**
   * Takes the environment and its keys: the data of a relay snapshot that names this environment only. The same
   * position again changes nothing. Rejects data that it cannot read.
   */
  serve(position: Position, data: string): void;
  /** Ends the environment's streams and deletes everything that is stored. */
  erase(): Promise<void>;
}

/**
 * The answer to a caller that names the position it holds. Data is JSON as on the wire: an isolate reads it with
 * the same checks as the reader of a stream.
 */
export type ObjectReply =
  /** Nothing has arrived yet, or this edge does not serve the environment. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'current'; readonly currentAsOf: number }
  | {
      readonly kind: 'snapshot' | 'delta';
      readonly position: Position;
      readonly data: string;
      /** Milliseconds since 1970: when this was last known to be the upstream's current state. */
      readonly currentAsOf: number;
    };

/** How current the flags of an environment's object are. */
export interface ObjectStatus {
  /** `null`: no flags have arrived. */
  readonly position: Position | null;
  readonly currentAsOf: number | null;
}

/** A reader of a stream that an isolate has authorized. */
export interface StreamRequest {
  readonly credential: Credential;
  /** The position of the keys that the isolate has authorized it by. */
  readonly relayPosition: Position;
  readonly lastEventId: string | undefined;
  /** Only for a reader of flags. */
  readonly claims?: ReaderClaims | undefined;
  /** Only for a reader of change notices: when its token expires, in milliseconds since 1970. */
  readonly noticesUntil?: number;
  /** Only for a reader of change notices: the origin of the page that reads, if it is a page. */
  readonly origin?: string | undefined;
}

/** Contains a {@link StreamRequest} from isolate to object, as JSON. Only isolates can reach an object. */
const HEADER = 'stream-request';

/** JSON has no `Infinity`: a key that does not expire travels with `null`. */
interface EncodedStreamRequest extends Omit<StreamRequest, 'credential'> {
  readonly credential: Omit<Credential, 'expiresAt'> & { readonly expiresAt: number | null };
}

/** The request that an isolate makes to an object for a reader that it has authorized. */
export function toObjectRequest({ credential, ...request }: StreamRequest, signal: AbortSignal): Request {
  const { expiresAt } = credential;
  const encoded: EncodedStreamRequest = {
    ...request,
    credential: { ...credential, expiresAt: Number.isFinite(expiresAt) ? expiresAt : null },
  };
  return new Request('https://object.internal/stream', {
    headers: { [HEADER]: JSON.stringify(encoded) },
    signal,
  });
}

/** Reads a request that {@link toObjectRequest} made. */
export function fromObjectRequest(request: Request): StreamRequest {
  const encoded: EncodedStreamRequest = JSON.parse(request.headers.get(HEADER) ?? '');
  const { credential, ...rest } = encoded;
  const expiresAt = credential.expiresAt ?? Number.POSITIVE_INFINITY;
  return { ...rest, credential: { ...credential, expiresAt } };
}

/** The response of an object that opens no stream: the failure, for the isolate to render. */
export function toRefusal(failure: Failure): Response {
  return Response.json(failure, { status: failure.status });
}

/** Reads the response of an object to a {@link toObjectRequest}: the stream, or why there is none. */
export async function fromObjectResponse(response: Response): Promise<Response | Failure> {
  return response.ok ? response : response.json<Failure>();
}
