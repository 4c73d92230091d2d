import type { Logger } from '../../shared/logging/logger.ts';
import { negotiateEncoding } from '../core/guard/compression.ts';
import type { Answer, EdgeRequest } from '../core/http/answer.ts';
import { failedAnswer } from '../core/http/failed-answer.ts';
import { answerOnHotPath, type HotPath } from '../core/http/hot-path.ts';
import { decodeBody, MAX_BODY_BYTES } from '../core/http/read-body.ts';
import type { Clock } from '../core/ports.ts';
import { gzipText } from './gzip.ts';
import type { HotRequest, HotResponse } from './hot-messages.ts';
import { type HttpListener, KEEP_ALIVE_MS } from './listen.ts';
import { createAnswerRenderer } from './render-answer.ts';

/**
 * Targets that read the same to everybody: no percent encoding in the path, no dot segments, nothing that parsing
 * as a URL would rewrite.
 */
const PLAIN_TARGET = /^(?:\/[\w-][\w.-]*)+(?:\?[\w.~%&=+:-]*)?$/;
/** A name or an IPv4 address; whether anything else is a host is for a URL parser to say. */
const PLAIN_HOST = /^[a-z0-9.-]+(?::[1-9]\d{3}|:[1-5]\d{4}|:6[0-4]\d{3})?$/;
const PLAIN_LENGTH = /^\d{1,9}$/;

export interface HotListenerDeps {
  readonly hotPath: HotPath;
  /** The usual limit by default. */
  readonly maxBodyBytes?: number;
  /** Answers every other request: all routes, the hot ones too. */
  readonly rest: HttpListener;
  readonly now: Clock;
  readonly logger: Logger;
}

/**
 * Answers plain requests for the hot routes straight from Node's listener, without `Request` and `Response`. What
 * is unusual about a request is for `rest`: a body without a declared length or above the limit, a target or a host
 * that has to be parsed to be understood. So there is one place only in which each oddity is dealt with.
 */
export function createHotListener({
  hotPath,
  maxBodyBytes = MAX_BODY_BYTES,
  rest,
  now,
  logger,
}: HotListenerDeps): HttpListener {
  const render = createAnswerRenderer(now, KEEP_ALIVE_MS);

  function respond(request: EdgeRequest, outgoing: HotResponse): void {
    try {
      const answer = answerOnHotPath(hotPath, request);
      if ('status' in answer) sendEncoded(request, outgoing, answer);
      else {
        answer.then(
          (late) => sendEncoded(request, outgoing, late),
          (error: unknown) => send(outgoing, failedAnswer(logger, error, request.path)),
        );
      }
    } catch (error) {
      send(outgoing, failedAnswer(logger, error, request.path));
    }
  }

  function sendEncoded(request: EdgeRequest, outgoing: HotResponse, answered: Answer): void {
    const { answer, gzip } = negotiateEncoding(answered, request.header('accept-encoding'));
    if (!gzip) {
      const text = outgoing.takesRendered ? render(answer) : undefined;
      if (text === undefined) send(outgoing, answer);
      else outgoing.sendRendered(answer.status, text);
      return;
    }
    gzipText(answer.body).then(
      (bytes) => send(outgoing, answer, bytes),
      (error: unknown) => send(outgoing, failedAnswer(logger, error, request.path)),
    );
  }

  return (incoming, outgoing) => {
    const { url = '', method = '', headers } = incoming;
    const mark = url.indexOf('?');
    const path = mark === -1 ? url : url.slice(0, mark);
    const length = plainLength(headers['content-length'], maxBodyBytes);
    if (
      length === undefined ||
      !hotPath.handles(method, path) ||
      !PLAIN_TARGET.test(url) ||
      !PLAIN_HOST.test(headers.host ?? '')
    ) {
      rest(incoming, outgoing);
      return;
    }
    const query = mark === -1 ? '' : url.slice(mark + 1);
    incoming.collect(length, (bytes) => {
      const body = decodeBody(bytes, maxBodyBytes);
      respond({ method, path, query, header: headerOf(incoming), peer: peerOf(incoming), body }, outgoing);
    });
  };
}

function plainLength(declared: string | undefined, maxBodyBytes: number): number | undefined {
  if (declared === undefined || !PLAIN_LENGTH.test(declared)) return undefined;
  const length = Number(declared);
  return length <= maxBodyBytes ? length : undefined;
}

function headerOf({ headers }: HotRequest): EdgeRequest['header'] {
  return (name) => {
    const value = headers[name];
    return typeof value === 'string' ? value : undefined;
  };
}

function peerOf({ socket }: HotRequest): () => string | undefined {
  return () => socket.remoteAddress;
}

function send(
  outgoing: HotResponse,
  { status, headers, body: text }: Answer,
  body: string | Uint8Array = text,
): void {
  const fields: string[] = [];
  for (const name in headers) fields.push(name, headers[name] ?? '');
  if (status !== 304) fields.push('content-length', String(Buffer.byteLength(body)));
  outgoing.writeHead(status, fields);
  outgoing.end(body);
}
