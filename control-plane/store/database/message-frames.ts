/** The first byte of a message, as a letter; `startup` for the first message of a client, which has none. */
export type FrameType = string;

/** Splits one direction of a connection into messages, however the bytes are cut into chunks. */
export interface FrameScanner {
  /** Reads the next chunk and reports each message whose head it completes, with its body if that was requested. */
  push(chunk: Uint8Array): void;
}

export interface FrameScannerOptions {
  /** Whether the first message has no type: the startup message of a client. */
  readonly startsUntyped: boolean;
  /** Messages of this type are reported with their body, once it is complete. */
  readonly collected?: FrameType;
  readonly onFrame: (type: FrameType, body: Uint8Array) => void;
}

const LENGTH_BYTES = 4;
/** Longer bodies are reported as empty. The longest that is needed is one server setting. */
const MAX_COLLECTED_BYTES = 8_192;
const NOTHING = new Uint8Array(0);

/** Reads the framing of the protocol only: the type of a message and its length (PostgreSQL manual, "Message Formats"). */
export function createFrameScanner(options: FrameScannerOptions): FrameScanner {
  const { collected, onFrame } = options;
  let isUntyped = options.startsUntyped;
  /** Bytes of an incomplete head. */
  let head: number[] = [];
  /** Bytes of the current body that are still to come. */
  let remaining = 0;
  let body: number[] | undefined;
  let bodyType: FrameType = '';

  const begin = (bytes: readonly number[]): void => {
    const offset = isUntyped ? 0 : 1;
    const type = isUntyped ? 'startup' : String.fromCharCode(bytes[0] ?? 0);
    isUntyped = false;
    remaining = Math.max(0, readLength(bytes, offset) - LENGTH_BYTES);
    if (type === collected && remaining <= MAX_COLLECTED_BYTES) {
      body = [];
      bodyType = type;
    } else {
      onFrame(type, NOTHING);
    }
  };

  return {
    push(chunk) {
      let at = 0;
      while (at < chunk.length) {
        if (remaining > 0) {
          const taken = Math.min(remaining, chunk.length - at);
          if (body !== undefined) body.push(...chunk.subarray(at, at + taken));
          at += taken;
          remaining -= taken;
        } else {
          head.push(chunk[at] ?? 0);
          at += 1;
          if (head.length < (isUntyped ? LENGTH_BYTES : LENGTH_BYTES + 1)) continue;
          const complete = head;
          head = [];
          begin(complete);
        }
        if (remaining === 0 && body !== undefined) {
          const complete = Uint8Array.from(body);
          body = undefined;
          onFrame(bodyType, complete);
        }
      }
    },
  };
}

function readLength(bytes: readonly number[], offset: number): number {
  return [0, 1, 2, 3].reduce((length, index) => length * 256 + (bytes[offset + index] ?? 0), 0);
}
