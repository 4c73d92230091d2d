import { IncomingMessage, type RequestListener, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

/** A body on its way, and who waits for it. */
interface Collecting {
  readonly length: number;
  readonly done: (body: Buffer) => void;
  readonly chunks: Buffer[];
}

/**
 * A request whose body can be had whole without going through a stream: what the parser gives is kept as it comes.
 * Until {@link collect} is called it is like any other request of Node.
 */
export class HotRequest extends IncomingMessage {
  /** Node's own: where it is false, Node drains the body after the answer. */
  declare _consuming: boolean;
  #collecting: Collecting | undefined;
  #isCollected = false;

  static {
    // Where it is false after the answer, Node waits for the stream's end, which here nobody sees.
    Object.defineProperty(HotRequest.prototype, 'readableEnded', {
      configurable: true,
      get(this: HotRequest) {
        return this.#isCollected || Reflect.get(IncomingMessage.prototype, 'readableEnded', this);
      },
    });
  }

  /**
   * Calls back with the body once it is complete. To be called in the server's listener, before the body arrives. A
   * caller that leaves halfway is forgotten: there is nobody to answer.
   *
   * @param length as declared; Node ends the body there
   */
  collect(length: number, done: (body: Buffer) => void): void {
    this.#collecting = { length, done, chunks: [] };
    this._consuming = true;
  }

  /** Called by Node with each chunk of the body, and with `null` at its end. */
  override push(chunk: Buffer | null, encoding?: BufferEncoding): boolean {
    const collecting = this.#collecting;
    if (collecting === undefined) return super.push(chunk, encoding);
    if (chunk === null) {
      this.#collecting = undefined;
      this.#isCollected = true;
      collecting.done(joined(collecting));
    } else collecting.chunks.push(chunk);
    return true;
  }
}

/** Nearly always one chunk, which is not copied. */
function joined({ chunks, length }: Collecting): Buffer {
  const [first] = chunks;
  return first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks, length);
}

/** Should Node ever keep heads in another way, answers are sent as everybody sends them. */
const KEEPS_HEAD = Object.hasOwn(new ServerResponse(new IncomingMessage(new Socket())), '_header');

/** A response that can be sent from one text, head and body, with one write. */
export class HotResponse extends ServerResponse<HotRequest> {
  /** Node's own: the head as text, once it has been rendered. */
  declare _header: string | null;

  /** Whether {@link sendRendered} may be called: the connection stays open after this answer. */
  get takesRendered(): boolean {
    return KEEPS_HEAD && this.shouldKeepAlive && this.req.httpVersion === '1.1';
  }

  /** @param text ASCII: status line, header fields, an empty line, body */
  sendRendered(status: number, text: string): void {
    this.statusCode = status;
    // Node sends what it holds as the head without looking into it.
    this._header = text;
    this.end();
  }
}

/** What the server of an edge calls with each request. */
export type HttpListener = RequestListener<typeof HotRequest, typeof HotResponse>;
