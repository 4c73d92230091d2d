import {
  constants,
  createServer,
  type Http2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type Http2Session,
  type ServerOptions,
} from 'node:http2';
import type { Duplex } from 'node:stream';
import { KEEP_ALIVE_MS } from '../../../node-process/http-server.ts';
import { UNREAD_LIMITS } from '../../../node-process/unread-answers.ts';
import { createSessionQueue, type SessionQueue } from './session-queue.ts';

/** Streams that a client may have open in one session; RFC 9113 advises at least 100. */
const MAX_STREAMS = 100;
const MAX_HEADER_BYTES = 16 * 1024;
const MAX_HEADERS = 100;
/** Megabytes that Node may hold for a session, before it refuses new streams. */
const MAX_SESSION_MEGABYTES = 4;
/** Frames that are not valid, and streams that are refused, before the session ends. */
const MAX_INVALID_FRAMES = 100;
const MAX_REFUSED_STREAMS = 100;
/** Resets of streams by a client: at once, and a second after that. More end the session. */
const RESET_BURST = 200;
const RESETS_PER_SECOND = 20;
/** The whole body of a request must arrive within this time. */
const BODY_LIMIT_MS = 30_000;

type Listener = (request: Http2ServerRequest, response: Http2ServerResponse) => unknown;

export interface Http2Limits {
  readonly bodyMs: number;
  /** For how long a session may be without a stream, whatever frames arrive. */
  readonly idleMs: number;
  /** For how long a client may take nothing of an answer. */
  readonly unreadMs: number;
  readonly checkedEveryMs: number;
}

const LIMITS: Http2Limits = {
  bodyMs: BODY_LIMIT_MS,
  idleMs: KEEP_ALIVE_MS,
  unreadMs: UNREAD_LIMITS.cutAfterMs,
  checkedEveryMs: UNREAD_LIMITS.checkedEveryMs,
};

/** Serves HTTP/2 on connections whose TLS handshake has chosen it. */
export interface Http2Sessions {
  serve(connection: Duplex): void;
  /** Sends GOAWAY to all clients, and resolves once their streams have ended, or after `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/** @param onUnread called for each answer that was cut because its client did not read it */
export function createHttp2Sessions(
  listener: Listener,
  onUnread: () => void,
  limits: Http2Limits = LIMITS,
): Http2Sessions {
  const sessions = new Map<Http2Session, OpenSession>();
  const server = createServer(http2Options(), (request, response) => {
    limitBody(request, limits.bodyMs);
    const session = request.stream.session;
    const open = session === undefined ? undefined : sessions.get(session);
    open?.queue.enter(request, response, () => void listener(request, response));
  });
  let isClosing = false;
  server.on('session', (session) => {
    sessions.set(session, openSession(session, createSessionQueue(onUnread, limits.unreadMs)));
    session.once('close', () => sessions.delete(session));
    if (isClosing) session.close();
  });
  const checks = setInterval(() => {
    const idleSince = performance.now() - limits.idleMs;
    for (const [session, open] of sessions) {
      open.queue.cutUnread();
      // Not `close`, which waits for a stream whose headers never end.
      if (open.isWithoutStreamsSince(idleSince)) session.destroy();
    }
  }, limits.checkedEveryMs);
  checks.unref();

  return {
    serve: (connection) => serve(server, connection),
    async close(graceMs) {
      isClosing = true;
      const ended = [...sessions.keys()].map((session) => endSession(session));
      const cut = setTimeout(() => {
        for (const session of sessions.keys()) session.destroy();
      }, graceMs);
      await Promise.all(ended);
      clearTimeout(cut);
      clearInterval(checks);
    },
  };
}

interface OpenSession {
  readonly queue: SessionQueue;
  /** Whether the session has no stream and had none since `time`, in milliseconds of a monotonic clock. */
  isWithoutStreamsSince(time: number): boolean;
}

/** A stream counts from the end of its headers, so headers that arrive slowly or never keep no session open. */
function openSession(session: Http2Session, queue: SessionQueue): OpenSession {
  let streams = 0;
  let emptySince = performance.now();
  session.on('stream', (stream) => {
    streams += 1;
    stream.once('close', () => {
      streams -= 1;
      emptySince = performance.now();
    });
  });
  return { queue, isWithoutStreamsSince: (time) => streams === 0 && emptySince <= time };
}

/** @types/node lacks the limits of resets. */
interface ResetLimits {
  readonly streamResetBurst: number;
  readonly streamResetRate: number;
}

function http2Options(): ServerOptions & ResetLimits {
  return {
    settings: { maxConcurrentStreams: MAX_STREAMS, maxHeaderListSize: MAX_HEADER_BYTES },
    maxHeaderListPairs: MAX_HEADERS,
    maxSessionMemory: MAX_SESSION_MEGABYTES,
    maxSessionInvalidFrames: MAX_INVALID_FRAMES,
    maxSessionRejectedStreams: MAX_REFUSED_STREAMS,
    streamResetBurst: RESET_BURST,
    streamResetRate: RESETS_PER_SECOND,
  };
}

/** Node documents that connections may be given to a server by this event. */
function serve(server: Http2Server, connection: Duplex): void {
  server.emit('connection', connection);
}

function endSession(session: Http2Session): Promise<void> {
  return new Promise((ended) => {
    session.once('close', () => ended());
    if (session.destroyed) ended();
    else session.close();
  });
}

function limitBody(request: Http2ServerRequest, bodyMs: number): void {
  if (request.stream.endAfterHeaders) return;
  const timer = setTimeout(() => {
    if (!request.complete) request.stream.close(constants.NGHTTP2_CANCEL);
  }, bodyMs);
  timer.unref();
  request.stream.once('close', () => clearTimeout(timer));
}
