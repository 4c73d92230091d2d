import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './openapi.ts';

/** A client of the management API. Paths, parameters, bodies and answers have the types of `docs/openapi.json`. */
export type ManagementClient = Client<paths>;

export interface ManagementClientOptions {
  /** Address of the control plane; `''` in a page that it serves. */
  readonly baseUrl: string;
  /**
   * An API token. Without it a browser sends the cookies of the page's own origin, and other runtimes send no
   * credentials. With it no cookie is sent.
   */
  readonly token?: string | undefined;
  /** How long an answer may take, to the end of its body. Default: for ever, as a stream needs it. */
  readonly timeoutMs?: number;
  /** Default: the `fetch` of the runtime. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/**
 * Its methods resolve with `data`, or with the problem details as `error`. They reject if no answer arrives: because the
 * connection fails, because the `signal` of the call aborts, or after `timeoutMs`. `dataOf()` turns an `error` into an
 * exception.
 */
export function createManagementClient(options: ManagementClientOptions): ManagementClient {
  const { baseUrl, token, timeoutMs, fetch = globalThis.fetch } = options;
  return createClient<paths>({
    baseUrl,
    credentials: token === undefined ? 'same-origin' : 'omit',
    ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
    fetch:
      timeoutMs === undefined
        ? // A browser's `fetch` must not be called as a method of another object.
          (request) => fetch(request)
        : (request) => fetch(withTimeout(request, timeoutMs)),
  });
}

function withTimeout(request: Request, timeoutMs: number): Request {
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]);
  return new Request(request, { signal });
}
