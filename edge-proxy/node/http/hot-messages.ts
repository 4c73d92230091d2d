import { IncomingMessage, type RequestListener, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

/** A body that has not arrived completely. */
interface Collecting {
  readonly length: number;
  readonly done: (body: Buffer) => void;
  readonly chunks: Buffer[];
}

/**
 * A request whose body can be collected without a stream: the chunks are kept as Node's parser emits them. Without a
 * call of {@link collect} it behaves like any other request of Node.
 */
export class HotRequest extends IncomingMessage {
  /** A member of Node's: while it is false, Node drains the body after the answer. */
  declare _consuming: boolean;
  #collecting: Collecting | undefined;
  #isCollected = false;

  static {
    // While it is false after the answer, Node waits for the end of the stream, which is not emitted here.
    Object.defineProperty(HotRequest.prototype, 'readableEnded', {
      configurable: true,
      get(this: HotRequest) {
        return this.#isCollected || Reflect.get(IncomingMessage.prototype, 'readableEnded', this);
      },
    });
  }

  /**
   * Calls back with the body once it is complete. Must be called in the server's listener, before the body arrives.
   * If the client disconnects before, nothing is called.
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

/** Nearly all bodies are one chunk, which is not copied. */
function joined({ chunks, length }: Collecting): Buffer {
  const [first] = chunks;
  return first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks, length);
}

/** A member of Node's messages that Node does not document, and what is done on a Node without it. */
interface NodeField {
  readonly name: '_header' | '_consuming' | 'readableEnded';
  readonly isThere: boolean;
  readonly fallback: string;
}

function probe(): Readonly<Record<'head' | 'consuming' | 'ended', NodeField>> {
  const request = new IncomingMessage(new Socket());
  const hasHead = Object.hasOwn(new ServerResponse(request), '_header');
  return {
    head: { name: '_header', isThere: hasHead, fallback: 'answers are sent with writeHead and end' },
    consuming: {
      name: '_consuming',
      isThere: Object.hasOwn(request, '_consuming'),
      fallback: 'Hono answers all requests',
    },
    ended: {
      name: 'readableEnded',
      isThere: Reflect.has(request, 'readableEnded'),
      fallback: 'Hono answers all requests',
    },
  };
}

const NODE_FIELDS = probe();
/** False if Node stores heads in another way. */
const KEEPS_HEAD = NODE_FIELDS.head.isThere;
/** Whether {@link HotRequest.collect} works on this Node. */
export const COLLECTS_BODIES: boolean = NODE_FIELDS.consuming.isThere && NODE_FIELDS.ended.isThere;
/** The fields that this Node lacks. */
export const MISSING_NODE_FIELDS: readonly NodeField[] = Object.values(NODE_FIELDS).filter(
  ({ isThere }) => !isThere,
);

/** A response that can be sent from one text, head and body, with one write. */
export class HotResponse extends ServerResponse<HotRequest> {
  /** A member of Node's: the rendered head. */
  declare _header: string | null;

  /** Whether {@link sendRendered} may be called: the connection stays open after this answer. */
  get takesRendered(): boolean {
    return KEEPS_HEAD && this.shouldKeepAlive && this.req.httpVersion === '1.1';
  }

  /** @param text ASCII: status line, header fields, an empty line, body */
  sendRendered(status: number, text: string): void {
    this.statusCode = status;
    // Node sends this text as the head without parsing it.
    this._header = text;
    this.end();
  }
}

/** What the server of an edge calls with each request. */
export type HttpListener = RequestListener<typeof HotRequest, typeof HotResponse>;
