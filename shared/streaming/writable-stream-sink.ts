import { createLatch } from './latch.ts';
import type { StreamSink } from './sink.ts';

/**
 * A stream through the writable side of a `TransformStream`. On Workers that is an `IdentityTransformStream`: its
 * writes reject after the reader has disconnected. There is no other sign of that.
 */
export function createWritableStreamSink(writable: WritableStream<Uint8Array>): StreamSink {
  const writer = writable.getWriter();
  const closed = createLatch();
  let pendingBytes = 0;
  let drained = () => {};
  writer.closed.then(closed.release, closed.release);
  const taken = (size: number) => {
    pendingBytes -= size;
    if (pendingBytes === 0) drained();
  };
  return {
    write(bytes) {
      if (closed.isReleased) return;
      pendingBytes += bytes.byteLength;
      writer.write(bytes).then(() => taken(bytes.byteLength), closed.release);
    },
    get bufferedBytes() {
      return closed.isReleased ? 0 : pendingBytes;
    },
    close() {
      if (closed.isReleased) return;
      const end = pendingBytes > 0 ? writer.abort() : writer.close();
      end.catch(() => {});
      closed.release();
    },
    onClosed: closed.onRelease,
    onDrained(listener) {
      drained = listener;
    },
  };
}
