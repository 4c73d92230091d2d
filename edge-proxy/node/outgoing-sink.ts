import type { ServerResponse } from 'node:http';
import type { StreamSink } from '../../shared/streaming/sink.ts';

/** How long the reader of a closed stream has to take what still waits for it. */
const LINGER_MS = 500;

/** Writes a stream straight to Node's response: a third of the cost of a web stream around it. */
export function createOutgoingSink(outgoing: ServerResponse): StreamSink {
  let closing = false;
  return {
    write(bytes) {
      if (!closing && !outgoing.destroyed) outgoing.write(bytes);
    },
    get bufferedBytes() {
      return outgoing.writableLength;
    },
    close() {
      if (closing || outgoing.destroyed) return;
      closing = true;
      const cut = setTimeout(() => outgoing.destroy(), LINGER_MS);
      cut.unref();
      outgoing.once('close', () => clearTimeout(cut));
      outgoing.end();
    },
    onClosed(listener) {
      if (outgoing.destroyed) queueMicrotask(listener);
      else outgoing.once('close', listener);
    },
  };
}
