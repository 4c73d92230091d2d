import { createLatch } from '../../shared/streaming/latch.ts';
import type { StreamSink } from '../../shared/streaming/sink.ts';

/** The `desiredSize` of an empty stream, in bytes. The stream accepts any number of bytes beyond it. */
const HIGH_WATER_MARK = 65_536;

/** A sink and the body that its bytes go to. */
export interface ReadableStreamSink {
  readonly sink: StreamSink;
  readonly body: ReadableStream<Uint8Array>;
}

/** A stream as the body of a `Response`, for tests without a server. Cancelling the body disconnects the reader. */
export function createReadableStreamSink(): ReadableStreamSink {
  const closed = createLatch();
  let drained = () => {};
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>(
    {
      start(given) {
        controller = given;
      },
      pull: () => drained(),
      cancel: closed.release,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: HIGH_WATER_MARK }),
  );
  return {
    body,
    sink: {
      write(bytes) {
        if (!closed.isReleased) controller?.enqueue(bytes);
      },
      get bufferedBytes() {
        const free = controller?.desiredSize;
        return closed.isReleased || free === null || free === undefined ? 0 : HIGH_WATER_MARK - free;
      },
      close() {
        if (closed.isReleased) return;
        controller?.close();
        closed.release();
      },
      onClosed: closed.onRelease,
      onDrained(listener) {
        drained = listener;
      },
    },
  };
}
