import { createMoment } from './latch.ts';
import type { StreamSink } from './sink.ts';

/**
 * A stream through the writable half of a `TransformStream`. On Workers that is an `IdentityTransformStream`,
 * whose writes reject when the reader has left: the only sign of it there.
 */
export function createWriterSink(writable: WritableStream<Uint8Array>): StreamSink {
  const writer = writable.getWriter();
  const closed = createMoment();
  let pendingBytes = 0;
  let drained = () => {};
  writer.closed.then(closed.pass, closed.pass);
  const taken = (size: number) => {
    pendingBytes -= size;
    if (pendingBytes === 0) drained();
  };
  return {
    write(bytes) {
      if (closed.passed) return;
      pendingBytes += bytes.byteLength;
      writer.write(bytes).then(() => taken(bytes.byteLength), closed.pass);
    },
    get bufferedBytes() {
      return closed.passed ? 0 : pendingBytes;
    },
    close() {
      if (closed.passed) return;
      const end = pendingBytes > 0 ? writer.abort() : writer.close();
      end.catch(() => {});
      closed.pass();
    },
    onClosed: closed.listen,
    onDrained(listener) {
      drained = listener;
    },
  };
}
