/**
 * The connection to one reader of a stream, as a runtime offers it. A sink queues without a limit and reports how many
 * bytes are queued; the writer's state machine applies the limit.
 */
export interface StreamSink {
  /** Queues bytes for the reader. Never throws and never blocks. Does nothing after `close`. */
  write(bytes: Uint8Array): void;
  /** The bytes in the queue. */
  readonly bufferedBytes: number;
  /** Ends the stream. Safe to call twice. */
  close(): void;
  /** Calls back once, when the reader has disconnected or the stream is closed; at once if that has happened already. */
  onClosed(listener: () => void): void;
  /** Calls back each time the queue becomes empty. May leave out times when the queue was short. */
  onDrained(listener: () => void): void;
}
