/**
 * One connected reader of an event stream, as a runtime offers it: bytes go in, and how many of them
 * still wait in memory can be asked. Adapters are tiny; queue limits live above them.
 */
export interface StreamSink {
  /** Hands bytes over. Never throws and never blocks; after `close` it does nothing. */
  write(bytes: Uint8Array): void;
  /** Bytes handed over that the reader has not taken yet. */
  readonly bufferedBytes: number;
  /** Ends the stream. Safe to call twice. */
  close(): void;
  /** Calls back once, when the reader has left or the stream was closed; at once where that has happened. */
  onClosed(listener: () => void): void;
  /** Calls back each time a queue that had built up has been taken; may miss small ones that never blocked. */
  onDrained(listener: () => void): void;
}
