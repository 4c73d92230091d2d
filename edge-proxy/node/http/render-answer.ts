import { STATUS_CODES, validateHeaderName, validateHeaderValue } from 'node:http';
import type { Answer } from '../../core/model/answer.ts';
import type { EdgeRuntime } from '../../core/model/ports.ts';

/** Renders an answer as an HTTP/1.1 message; `undefined` if its body is not ASCII. */
export type AnswerRenderer = (answer: Answer) => string | undefined;

/** The time of day, and a timer for the end of its second. */
export type RenderClock = Pick<EdgeRuntime, 'now' | 'setTimer'>;

type Headers = Answer['headers'];

interface RenderedFields {
  readonly status: number;
  readonly text: string;
}

/**
 * Renders the same bytes that Node's `writeHead` and `end` would send on a connection that is kept open. Thousands of
 * answers share one object of headers, so headers are validated and rendered once for each object.
 *
 * @param keepAliveMs the time after which the server closes an idle connection
 */
export function createAnswerRenderer({ now, setTimer }: RenderClock, keepAliveMs: number): AnswerRenderer {
  const rendered = new WeakMap<Headers, RenderedFields>();
  const connection = `Connection: keep-alive\r\nKeep-Alive: timeout=${Math.floor(keepAliveMs / 1000)}\r\n\r\n`;
  let rest = '';

  function fieldsOf(status: number, headers: Headers): string {
    const known = rendered.get(headers);
    if (known?.status === status) return known.text;
    const text = renderFields(status, headers);
    rendered.set(headers, { status, text });
    return text;
  }

  /** Cached until the end of the current second. */
  function dateAndConnection(): string {
    if (rest === '') {
      const at = now();
      rest = `Date: ${new Date(at).toUTCString()}\r\n${connection}`;
      setTimer(
        () => {
          rest = '';
        },
        1_000 - (at % 1_000),
      );
    }
    return rest;
  }

  return ({ status, headers, etag, body }) => {
    const { length } = body;
    if (Buffer.byteLength(body) !== length) return undefined;
    const lengthField = status === 304 ? '' : `content-length: ${length}\r\n`;
    const tagField = etag === undefined ? '' : `etag: ${etag}\r\n`;
    return fieldsOf(status, headers) + tagField + lengthField + dateAndConnection() + body;
  };
}

/** @throws TypeError for a name or a value that is not valid in a header field */
function renderFields(status: number, headers: Headers): string {
  let text = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}\r\n`;
  for (const name in headers) {
    const value = headers[name] ?? '';
    validateHeaderName(name);
    validateHeaderValue(name, value);
    text += `${name}: ${value}\r\n`;
  }
  return text;
}
