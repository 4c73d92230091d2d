import { isAscii } from 'node:buffer';
import { KEEP_ALIVE_MS } from '../../../node-process/http-server.ts';
import { createRequestsInTurn, inTurn } from '../../../node-process/requests-in-turn.ts';
import type { Logger } from '../../../shared/logging/logger.ts';
import type { HotPath } from '../../core/http/hot-path.ts';
import { negotiateEncoding } from '../../core/http/responses/compression.ts';
import { answerToError } from '../../core/http/responses/error-boundary.ts';
import { allHeaders } from '../../core/http/responses/to-response.ts';
import { decodeBody, MAX_BODY_BYTES } from '../../core/http/routing/read-body.ts';
import type { Answer } from '../../core/model/answer.ts';
import type { BodyText, EdgeRequest } from '../../core/model/edge-request.ts';
import { gzipText } from './gzip.ts';
import {
  COLLECTS_BODIES,
  type HotRequest,
  type HotResponse,
  type HttpListener,
  MISSING_NODE_FIELDS,
} from './hot-messages.ts';
import { type AnswerRenderer, createAnswerRenderer, type RenderClock } from './render-answer.ts';

/** Targets that parsing as a URL would not rewrite: no percent encoding in the path, no dot segments. */
const PLAIN_TARGET = /^(?:\/[\w-][\w.-]*)+(?:\?[\w.~%&=+:-]*)?$/;
/** A name or an IPv4 address. Any other host needs a URL parser. */
const PLAIN_HOST = /^[a-z0-9.-]+(?::[1-9]\d{3}|:[1-5]\d{4}|:6[0-4]\d{3})?$/;

export interface HotListenerDeps {
  readonly hotPath: HotPath;
  /** The default limit unless given. */
  readonly maxBodyBytes?: number;
  /** Answers every other request, also those for the hot routes that are not plain. */
  readonly rest: HttpListener;
  readonly clock: RenderClock;
  readonly logger: Logger;
}

/**
 * Answers plain requests for the hot routes directly from Node's listener, without `Request` and `Response`. All other
 * requests go to `rest`: a body without a declared length, above the limit or compressed, a target or a host that a URL parser
 * would rewrite.
 */
export function createHotListener({
  hotPath,
  maxBodyBytes = MAX_BODY_BYTES,
  rest,
  clock,
  logger,
}: HotListenerDeps): HttpListener {
  const respond = createResponder(hotPath, createAnswerRenderer(clock, KEEP_ALIVE_MS), logger);
  const isPlainHost = createHostCheck();
  const turns = createRequestsInTurn();
  const restInTurn = inTurn(rest, turns);
  for (const { name, fallback } of MISSING_NODE_FIELDS) {
    logger.warn('this Node lacks a field that the fast path uses', { name, fallback });
  }
  if (!COLLECTS_BODIES) return restInTurn;

  return (incoming, outgoing) => {
    const { url = '', method = '', headers } = incoming;
    const mark = url.indexOf('?');
    const path = mark === -1 ? url : url.slice(0, mark);
    // Node's parser accepts only digits. Without the header this is not a number.
    const length = Number(headers['content-length']);
    if (
      !(length <= maxBodyBytes) ||
      headers['content-encoding'] !== undefined ||
      !hotPath.handles(method, path) ||
      !PLAIN_TARGET.test(url) ||
      !isPlainHost(headers.host ?? '')
    ) {
      restInTurn(incoming, outgoing);
      return;
    }
    const query = mark === -1 ? '' : url.slice(mark + 1);
    incoming.collect(length, (bytes) => {
      const request = new PlainRequest(incoming, path, query, textOf(bytes, maxBodyBytes));
      if (turns.isNext(outgoing)) respond(request, outgoing);
      else turns.wait(incoming, outgoing, () => respond(request, outgoing));
    });
  };
}

/** Answers a request from the hot path: rendered if the connection allows it, compressed if the client accepts it. */
function createResponder(hotPath: HotPath, render: AnswerRenderer, logger: Logger) {
  function respond(request: EdgeRequest, outgoing: HotResponse): void {
    try {
      const answer = hotPath.answer(request);
      if (answer instanceof Promise) void respondLater(answer, request, outgoing);
      else sendEncoded(request, outgoing, answer);
    } catch (error) {
      sendError(request, outgoing, error);
    }
  }

  async function respondLater(
    answer: Promise<Answer>,
    request: EdgeRequest,
    outgoing: HotResponse,
  ): Promise<void> {
    try {
      sendEncoded(request, outgoing, await answer);
    } catch (error) {
      sendError(request, outgoing, error);
    }
  }

  function sendEncoded(request: EdgeRequest, outgoing: HotResponse, answered: Answer): void {
    const { answer, gzip } = negotiateEncoding(answered, request.header('accept-encoding'));
    if (gzip) {
      void sendCompressed(request, outgoing, answer);
      return;
    }
    const text = outgoing.takesRendered ? render(answer) : undefined;
    if (text === undefined) send(outgoing, answer);
    else outgoing.sendRendered(answer.status, text);
  }

  async function sendCompressed(request: EdgeRequest, outgoing: HotResponse, answer: Answer): Promise<void> {
    try {
      send(outgoing, answer, await gzipText(answer.body));
    } catch (error) {
      sendError(request, outgoing, error);
    }
  }

  function sendError(request: EdgeRequest, outgoing: HotResponse, error: unknown): void {
    send(outgoing, answerToError(logger, error, request.path, undefined));
  }

  return respond;
}

/** A class, so that each request costs one object and no closures. */
class PlainRequest implements EdgeRequest {
  readonly path: string;
  readonly query: string;
  readonly body: BodyText;
  readonly #incoming: HotRequest;

  constructor(incoming: HotRequest, path: string, query: string, body: BodyText) {
    this.#incoming = incoming;
    this.path = path;
    this.query = query;
    this.body = body;
  }

  get method(): string {
    return this.#incoming.method ?? '';
  }

  header(name: string): string | undefined {
    const value = this.#incoming.headers[name];
    return typeof value === 'string' ? value : undefined;
  }

  peer(): string | undefined {
    return this.#incoming.socket.remoteAddress;
  }
}

/** Caches the last plain host: nearly all requests have the same. */
function createHostCheck(): (host: string) => boolean {
  let plain: string | undefined;
  return (host) => {
    if (host === plain) return true;
    if (!PLAIN_HOST.test(host)) return false;
    plain = host;
    return true;
  };
}

/** Most bodies are ASCII, which is fast to detect and to decode. */
function textOf(bytes: Buffer, maxBodyBytes: number): BodyText {
  return isAscii(bytes) ? bytes.toString('latin1') : decodeBody(bytes, maxBodyBytes);
}

function send(outgoing: HotResponse, answer: Answer, body: string | Uint8Array = answer.body): void {
  const { status } = answer;
  const headers = allHeaders(answer);
  const fields: string[] = [];
  for (const name in headers) fields.push(name, headers[name] ?? '');
  if (status !== 304) fields.push('content-length', String(Buffer.byteLength(body)));
  outgoing.writeHead(status, fields);
  outgoing.end(body);
}
