import { EventSource } from 'eventsource';
import { EventSource as LaunchDarklyEventSource } from 'launchdarkly-eventsource';
import { Agent, EventSource as UndiciEventSource } from 'undici';
import { afterEach } from 'vitest';
import { eventually } from '../support/eventually.ts';
import type { SseEvent } from '../support/sse-client.ts';

/** What a client has been sent. */
export interface Listening {
  /** Events received so far, oldest first, over all its connections. */
  readonly events: readonly SseEvent[];
  /** How often a stream was opened. */
  readonly opened: number;
  close(): void;
  /** Waits for the first event from `skip` on that satisfies `matches`. */
  until(what: string, matches: (event: SseEvent) => boolean, skip?: number): Promise<SseEvent>;
}

/** A package that reads event streams. */
export interface EventSourcePackage {
  readonly name: string;
  /** @param key sent as `Authorization`; without one, no header is sent, as a browser would */
  readonly listen: (url: string, key?: string) => Listening;
}

type Headers = Readonly<Record<string, string>>;

/** The part that all of them have in common. */
interface AnyEventSource {
  addEventListener(type: string, listener: (event: { data?: string; lastEventId?: string }) => void): void;
  close(): void;
}

/** Ends what a test has opened after it; call at the top level of a test file. */
export function useEventSources(): readonly EventSourcePackage[] {
  const open: Listening[] = [];
  afterEach(() => {
    for (const listening of open.splice(0)) listening.close();
  });
  const packageOf = (name: string, create: (url: string, headers: Headers) => AnyEventSource) => ({
    name,
    listen: (url: string, key?: string) => {
      const listening = listenTo(create(url, key === undefined ? {} : { authorization: `Bearer ${key}` }));
      open.push(listening);
      return listening;
    },
  });
  return [
    packageOf('eventsource', createPlain),
    packageOf('launchdarkly-eventsource', (url, headers) => new LaunchDarklyEventSource(url, { headers })),
    packageOf('undici', createUndici),
  ];
}

function createPlain(url: string, headers: Headers): AnyEventSource {
  return new EventSource(url, {
    fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, ...headers } }),
  });
}

/** It sends no headers of one's own: they are added where its requests are dispatched. */
function createUndici(url: string, headers: Headers): AnyEventSource {
  const dispatcher = new Agent().compose(
    (dispatch) => (options, handler) =>
      dispatch({ ...options, headers: { ...options.headers, ...headers } }, handler),
  );
  return new UndiciEventSource(url, { node: { dispatcher } });
}

function listenTo(source: AnyEventSource): Listening {
  const events: SseEvent[] = [];
  let opened = 0;
  source.addEventListener('open', () => {
    opened++;
  });
  source.addEventListener('error', () => {}); // an end of the stream: it comes back by itself
  for (const event of ['snapshot', 'delta', 'message']) {
    source.addEventListener(event, ({ data = '', lastEventId = '' }) =>
      events.push({ event, id: lastEventId, data }),
    );
  }
  return {
    events,
    get opened() {
      return opened;
    },
    close: () => source.close(),
    until: (what, matches, skip = 0) => eventually(what, () => events.slice(skip).find(matches), 15_000),
  };
}
