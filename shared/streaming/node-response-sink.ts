import { createLatch } from './latch.ts';
import type { StreamSink } from './sink.ts';

/** The part of Node's `http.ServerResponse` that a stream uses. */
export interface NodeResponse {
  write(bytes: Uint8Array): boolean;
  /** @param last bytes to send before the end */
  end(last?: Uint8Array): unknown;
  destroy(): unknown;
  readonly destroyed: boolean;
  readonly writableEnded: boolean;
  /** Bytes in the response's and the socket's buffers. */
  readonly writableLength: number;
  on(event: 'drain' | 'close' | 'error', listener: () => void): unknown;
}

/** Writes a stream to Node's response directly. A web stream around it would cost three times as much. */
export function createNodeResponseSink(response: NodeResponse): StreamSink {
  const closed = createLatch();
  response.on('close', closed.release);
  response.on('error', closed.release);
  if (response.destroyed) closed.release();
  return {
    write(bytes) {
      if (!closed.isReleased && !response.writableEnded && !response.destroyed) response.write(bytes);
    },
    get bufferedBytes() {
      return response.destroyed ? 0 : response.writableLength;
    },
    close() {
      if (closed.isReleased) return;
      // A reader that reads nothing would keep the response open: `end` waits until everything is sent.
      if (response.writableLength > 0) response.destroy();
      else response.end();
      closed.release();
    },
    onClosed: closed.onRelease,
    onDrained: (listener) => response.on('drain', listener),
  };
}
