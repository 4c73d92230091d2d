import { once } from 'node:events';
import { connect } from 'node:net';

/** Types of frames (RFC 9113, section 6). */
export const FRAME_TYPE = {
  data: 0,
  headers: 1,
  rstStream: 3,
  settings: 4,
  ping: 6,
  goaway: 7,
  continuation: 9,
} as const;

export const END_STREAM = 1;
export const END_HEADERS = 4;

/** `GET http://a/` as a block of headers: three entries of HPACK's static table, and the authority. */
export const GET_ROOT = Buffer.from([0x82, 0x84, 0x86, 0x41, 1, 0x61]);

export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly streamId: number;
  readonly payload: Buffer;
}

/** A client of HTTP/2 that sends exactly the bytes that it is told to, and answers nothing by itself. */
export interface FrameClient {
  /** Frames received so far, oldest first. */
  readonly frames: readonly Frame[];
  readonly closed: boolean;
  send(...bytes: readonly Buffer[]): void;
  /** Takes nothing from the connection from now on. */
  stopReading(): void;
  close(): void;
}

const HEAD_BYTES = 9;

export function frameOf(type: number, flags: number, streamId: number, payload = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(streamId, 5);
  return Buffer.concat([head, payload]);
}

/** Connects without TLS and sends the preface with the client's settings (pairs of id and value). */
export async function connectFrames(
  port: number,
  ...settings: readonly (readonly [id: number, value: number])[]
): Promise<FrameClient> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  const frames: Frame[] = [];
  let closed = false;
  let rest = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    rest = takeFrames(Buffer.concat([rest, chunk]), frames);
  });
  socket.on('close', () => {
    closed = true;
  });
  const payload = Buffer.alloc(settings.length * 6);
  for (const [index, [id, value]] of settings.entries()) {
    payload.writeUInt16BE(id, index * 6);
    payload.writeUInt32BE(value, index * 6 + 2);
  }
  socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
  socket.write(frameOf(FRAME_TYPE.settings, 0, 0, payload));
  return {
    frames,
    get closed() {
      return closed;
    },
    send: (...bytes) => void socket.write(Buffer.concat(bytes)),
    stopReading: () => void socket.pause(),
    close: () => void socket.destroy(),
  };
}

/** Returns the bytes of a frame that is not complete. */
function takeFrames(bytes: Buffer, frames: Frame[]): Buffer<ArrayBuffer> {
  let start = 0;
  while (bytes.length - start >= HEAD_BYTES) {
    const end = start + HEAD_BYTES + bytes.readUIntBE(start, 3);
    if (bytes.length < end) break;
    frames.push({
      type: bytes.readUInt8(start + 3),
      flags: bytes.readUInt8(start + 4),
      streamId: bytes.readUInt32BE(start + 5),
      payload: bytes.subarray(start + HEAD_BYTES, end),
    });
    start = end;
  }
  return Buffer.from(bytes.subarray(start));
}
