import { constants, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';

/** Requests of a session that are answered at a time; open event streams do not count. */
const MAX_ANSWERED_AT_ONCE = 8;
/** No further request is begun while more than this waits for the client. */
const MAX_WAITING_BYTES = 1024 * 1024;
/** How often it is checked whether the next request may begin, while any waits. */
const CHECK_MS = 20;

/** The requests of one HTTP/2 session. */
export interface SessionQueue {
  /** Calls `begin` once the client has read enough of the answers before. Not called if the stream ends before. */
  enter(request: Http2ServerRequest, response: Http2ServerResponse, begin: () => void): void;
  /** Resets streams whose answers the client has not read for too long. */
  cutUnread(): void;
}

interface Unread {
  readonly bytes: number;
  /** Milliseconds of a monotonic clock. */
  readonly since: number;
}

interface Waiting {
  readonly request: Http2ServerRequest;
  readonly response: Http2ServerResponse;
  readonly begin: () => void;
}

/** @param unreadMs for how long a client may read nothing of an answer */
export function createSessionQueue(onUnread: () => void, unreadMs: number): SessionQueue {
  const begun = new Map<Http2ServerResponse, Unread | undefined>();
  const waiting: Waiting[] = [];
  let checks: NodeJS.Timeout | undefined;

  function start({ request, response, begin }: Waiting): void {
    if (request.stream.destroyed) return;
    begun.set(response, undefined);
    request.stream.once('close', () => begun.delete(response));
    begin();
  }

  function startWaiting(): void {
    while (waiting.length > 0 && mayBegin(begun.keys())) {
      const next = waiting.shift();
      if (next !== undefined) start(next);
    }
    if (waiting.length > 0) return;
    clearInterval(checks);
    checks = undefined;
  }

  return {
    enter(request, response, begin) {
      const entered = { request, response, begin };
      if (waiting.length === 0 && mayBegin(begun.keys())) {
        start(entered);
        return;
      }
      waiting.push(entered);
      checks ??= setInterval(startWaiting, CHECK_MS);
    },
    cutUnread() {
      for (const [response, before] of [...begun]) {
        // A stream that was reset is removed already.
        if (!begun.has(response)) continue;
        const unread = unreadOf(response, before);
        const isOverdue = unread !== undefined && performance.now() - unread.since >= unreadMs;
        begun.set(response, isOverdue ? undefined : unread);
        if (!isOverdue) continue;
        onUnread();
        response.stream.close(constants.NGHTTP2_CANCEL);
      }
    },
  };
}

/** Whether another request may begin beside those whose responses these are. */
function mayBegin(responses: Iterable<Http2ServerResponse>): boolean {
  let answered = 0;
  let bytes = 0;
  for (const response of responses) {
    if (!response.headersSent) answered += 1;
    bytes += response.stream.writableLength;
  }
  return answered < MAX_ANSWERED_AT_ONCE && bytes <= MAX_WAITING_BYTES;
}

/** What the client has not read of a response, and since when it has read nothing of it. */
function unreadOf(response: Http2ServerResponse, before: Unread | undefined): Unread | undefined {
  const bytes = response.stream.writableLength;
  if (bytes === 0) return undefined;
  return before?.bytes === bytes ? before : { bytes, since: performance.now() };
}
