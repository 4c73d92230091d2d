import { STATUS_CODES, validateHeaderName, validateHeaderValue } from 'node:http';
import type { Answer } from '../../core/model/answer.ts';
import type { EdgeRuntime } from '../../core/model/ports.ts';

/** Renders an answer as HTTP/1.1 has it on the wire; `undefined` where its body is not ASCII. */
export type AnswerRenderer = (answer: Answer) => string | undefined;

/** Tells the time of day, and when its second is over. */
export type RenderClock = Pick<EdgeRuntime, 'now' | 'setTimer'>;

type Headers = Answer['headers'];

interface RenderedFields {
  readonly status: number;
  readonly text: string;
}

/**
 * Renders what `writeHead` and `end` of Node would send on a connection that is kept open, to the byte. Most answers
 * share their headers with thousands of others, so these are checked and put together once for each object of headers.
 *
 * @param keepAliveMs after which this server closes an idle connection
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

  /** Until the second is over; then somebody asks again, or nobody does. */
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

/** @throws TypeError for a name or a value that would break out of its line */
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
