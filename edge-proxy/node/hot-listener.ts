import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Logger } from '../../shared/logging/logger.ts';
import { negotiateEncoding } from '../core/guard/compression.ts';
import type { Answer, EdgeRequest } from '../core/http/answer.ts';
import { failedAnswer } from '../core/http/failed-answer.ts';
import { answerOnHotPath, type HotPath } from '../core/http/hot-path.ts';
import { decodeBody, MAX_BODY_BYTES } from '../core/http/read-body.ts';
import { gzipText } from './gzip.ts';

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
  readonly rest: RequestListener;
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
  logger,
}: HotListenerDeps): RequestListener {
  function respond(request: EdgeRequest, outgoing: ServerResponse): void {
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

  function sendEncoded(request: EdgeRequest, outgoing: ServerResponse, answered: Answer): void {
    const { answer, gzip } = negotiateEncoding(answered, request.header('accept-encoding'));
    if (!gzip) {
      send(outgoing, answer);
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
    collect(incoming, length, (bytes) => {
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

function headerOf({ headers }: IncomingMessage): EdgeRequest['header'] {
  return (name) => {
    const value = headers[name];
    return typeof value === 'string' ? value : undefined;
  };
}

function peerOf({ socket }: IncomingMessage): () => string | undefined {
  return () => socket.remoteAddress;
}

/**
 * Calls back with the whole body, which nearly always is one chunk and is not copied then. Node ends the body after
 * the declared length. A caller that leaves halfway is forgotten: there is nobody to answer.
 */
function collect(incoming: IncomingMessage, length: number, done: (bytes: Uint8Array) => void): void {
  let chunks: Uint8Array[] | undefined;
  let body: Uint8Array | undefined;
  incoming.on('data', (chunk: Uint8Array) => {
    if (chunk.byteLength === length) body = chunk;
    else if (chunks === undefined) chunks = [chunk];
    else chunks.push(chunk);
  });
  incoming.on('end', () => done(body ?? Buffer.concat(chunks ?? [])));
}

function send(
  outgoing: ServerResponse,
  { status, headers, body: text }: Answer,
  body: string | Uint8Array = text,
): void {
  const fields: string[] = [];
  for (const name in headers) fields.push(name, headers[name] ?? '');
  if (status !== 304) fields.push('content-length', String(Buffer.byteLength(body)));
  outgoing.writeHead(status, fields);
  outgoing.end(body);
}
