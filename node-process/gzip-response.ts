import { promisify } from 'node:util';
import { constants, crc32, deflateRaw } from 'node:zlib';
import type { NodeResponse } from '../shared/streaming/node-response-sink.ts';

/** Shorter writes are not compressed: changes and heartbeats leave at once, and cost no more than without gzip. */
const WORTH_COMPRESSING_BYTES = 16_384;
/** Of one stored block (RFC 1951, section 3.2.4). */
const MAX_STORED_BYTES = 65_535;
/** RFC 1952: deflate, no flags, no time, unknown system. */
const HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);
/** An empty stored block, not the last one. Go's reader passes on what it has when it reads this. */
const FLUSH = Uint8Array.of(0, 0, 0, 0xff, 0xff);
const LAST_BLOCK = Uint8Array.of(1, 0, 0, 0xff, 0xff);

const compress = promisify(deflateRaw);

/**
 * Whole blocks of deflate, as they are sent. They are the same for every stream that writes the same bytes, because no block
 * refers to bytes before them.
 */
const compressed = new WeakMap<Uint8Array, Promise<Uint8Array>>();

/**
 * A response whose bytes are sent as one gzip stream (RFC 1952). Long writes are compressed, off the event loop and once for
 * all responses that write the same array; short ones become stored blocks. So a stream needs no compressor of its own
 * (256 KB of memory each), and many readers of one snapshot cost one compression.
 */
export function createGzipResponse(response: NodeResponse): NodeResponse {
  const checksum = createChecksum();
  /** By how many bytes the response holds less than was written, as long as it holds anything. */
  let savedBytes = 0;

  function send(bytes: Uint8Array, encoded: Uint8Array): boolean {
    checksum.add(bytes);
    if (response.writableLength === 0) savedBytes = 0;
    savedBytes += Math.max(0, bytes.byteLength - encoded.byteLength);
    return response.write(encoded);
  }

  const waiting = createWaitingWrites((bytes, encoded) => {
    if (!response.destroyed && !response.writableEnded) send(bytes, encoded);
  });
  response.write(HEADER);
  return {
    write(bytes) {
      if (waiting.bytes() > 0 || isLong(bytes)) return waiting.add(bytes);
      return send(bytes, stored(bytes));
    },
    end: () => response.end(checksum.trailer()),
    destroy: () => response.destroy(),
    get destroyed() {
      return response.destroyed;
    },
    get writableEnded() {
      return response.writableEnded;
    },
    /** In bytes before compression, as everything else that a stream counts. */
    get writableLength() {
      const { writableLength } = response;
      return waiting.bytes() + (writableLength === 0 ? 0 : writableLength + savedBytes);
    },
    on(event, listener) {
      if (event !== 'drain') return response.on(event, listener);
      return response.on('drain', () => {
        if (waiting.bytes() === 0) listener();
      });
    },
  };
}

/** Writes that wait until the first of them is compressed. They keep their order. */
function createWaitingWrites(send: (bytes: Uint8Array, encoded: Uint8Array) => void) {
  const writes: Uint8Array[] = [];
  let waitingBytes = 0;

  async function sendAll(): Promise<void> {
    for (let bytes = writes[0]; bytes !== undefined; bytes = writes[0]) {
      const encoded = await encode(bytes);
      writes.shift();
      waitingBytes -= bytes.byteLength;
      send(bytes, encoded);
    }
  }

  return {
    bytes: () => waitingBytes,
    /** @returns that the writer should wait, as a full buffer does */
    add(bytes: Uint8Array): false {
      waitingBytes += bytes.byteLength;
      if (writes.push(bytes) === 1) void sendAll();
      return false;
    },
  };
}

const isLong = (bytes: Uint8Array) => bytes.byteLength >= WORTH_COMPRESSING_BYTES;

function encode(bytes: Uint8Array): Promise<Uint8Array> | Uint8Array {
  if (!isLong(bytes)) return stored(bytes);
  const known = compressed.get(bytes);
  if (known !== undefined) return known;
  const made = compress(bytes, { finishFlush: constants.Z_SYNC_FLUSH }).catch(() => stored(bytes));
  compressed.set(bytes, made);
  return made;
}

/** The bytes in stored blocks, and a flush. */
function stored(bytes: Uint8Array): Uint8Array {
  const blocks = Math.ceil(bytes.byteLength / MAX_STORED_BYTES);
  const encoded = Buffer.allocUnsafe(bytes.byteLength + 5 * blocks + FLUSH.byteLength);
  let at = 0;
  for (let from = 0; from < bytes.byteLength; from += MAX_STORED_BYTES) {
    const block = bytes.subarray(from, from + MAX_STORED_BYTES);
    at = encoded.writeUInt8(0, at);
    at = encoded.writeUInt16LE(block.byteLength, at);
    at = encoded.writeUInt16LE(0xffff - block.byteLength, at);
    encoded.set(block, at);
    at += block.byteLength;
  }
  encoded.set(FLUSH, at);
  return encoded;
}

/** Of everything that was written, as a gzip stream ends with it. */
function createChecksum() {
  let crc = 0;
  let length = 0;
  return {
    add(bytes: Uint8Array): void {
      crc = crc32(bytes, crc);
      length += bytes.byteLength;
    },
    trailer(): Uint8Array {
      const end = Buffer.alloc(LAST_BLOCK.byteLength + 8);
      end.set(LAST_BLOCK);
      end.writeUInt32LE(crc, LAST_BLOCK.byteLength);
      end.writeUInt32LE(length % 2 ** 32, LAST_BLOCK.byteLength + 4);
      return end;
    },
  };
}
