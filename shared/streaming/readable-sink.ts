import { createLatch } from './latch.ts';
import type { StreamSink } from './sink.ts';

/** Bytes a `ReadableStream` takes before it counts as full; only the unit in which fullness is measured. */
const HIGH_WATER_MARK = 65_536;

/** A sink and the body it fills. */
export interface ReadableSink {
  readonly sink: StreamSink;
  readonly body: ReadableStream<Uint8Array>;
}

/** A stream as the body of a `Response`, for runtimes that notice a leaving reader by `cancel`: Bun, Deno, tests. */
export function createReadableSink(): ReadableSink {
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
        const room = controller?.desiredSize;
        return closed.isReleased || room === null || room === undefined ? 0 : HIGH_WATER_MARK - room;
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
