import { createLatch } from './latch.ts';
import type { StreamSink } from './sink.ts';

/** As much of Node's `http.ServerResponse` as a stream needs. */
export interface Outgoing {
  write(bytes: Uint8Array): boolean;
  end(): unknown;
  destroy(): unknown;
  readonly destroyed: boolean;
  readonly writableEnded: boolean;
  /** Bytes in the response's and the socket's buffers. */
  readonly writableLength: number;
  on(event: 'drain' | 'close' | 'error', listener: () => void): unknown;
}

/** Writes a stream straight to Node's response: a third of the cost of a web stream around it. */
export function createOutgoingSink(outgoing: Outgoing): StreamSink {
  const closed = createLatch();
  outgoing.on('close', closed.release);
  outgoing.on('error', closed.release);
  if (outgoing.destroyed) closed.release();
  return {
    write(bytes) {
      if (!closed.isReleased && !outgoing.writableEnded && !outgoing.destroyed) outgoing.write(bytes);
    },
    get bufferedBytes() {
      return outgoing.destroyed ? 0 : outgoing.writableLength;
    },
    close() {
      if (closed.isReleased) return;
      // A reader that takes nothing would hold an orderly end open for as long as it likes.
      if (outgoing.writableLength > 0) outgoing.destroy();
      else outgoing.end();
      closed.release();
    },
    onClosed: closed.onRelease,
    onDrained: (listener) => outgoing.on('drain', listener),
  };
}
