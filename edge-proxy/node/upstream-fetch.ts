import { Agent, fetch } from 'undici';
import type { Fetch } from '../core/ports.ts';

/** A client for the upstream, and the way to drop its connections. */
export interface UpstreamClient {
  readonly fetch: Fetch;
  close(): Promise<void>;
}

/** Connections are kept alive; streams may last for ever, as silence is the event stream's own watchdog's matter. */
export function createUpstreamClient(): UpstreamClient {
  const dispatcher = new Agent({ connect: { timeout: 10_000 }, headersTimeout: 30_000, bodyTimeout: 0 });
  return {
    // A redirect is not followed: it would carry the relay key to wherever it points.
    fetch: (url, { method, headers, body, signal }) =>
      fetch(url, {
        method,
        headers: { ...headers },
        signal,
        redirect: 'manual',
        dispatcher,
        ...(body === undefined ? {} : { body }),
      }),
    close: () => dispatcher.destroy(),
  };
}
