import { EventEmitter } from 'node:events';
import { createAnswerWatchdog } from './answer-watchdog.ts';
import type { Transport } from './postgres-transport.ts';

/**
 * The kernel sends keep-alive probes after this idle time, and closes the connection ten seconds later if none is
 * answered.
 */
const KEEP_ALIVE_MS = 5_000;
/** How long the server may take to close a connection that was ended; a half-open one is never closed. */
const FAREWELL_MS = 1_000;

export interface PostgresSocketOptions {
  readonly connect: () => Promise<Transport>;
  /** Milliseconds without a byte while an answer is due, after which the connection counts as lost; 0: no limit. */
  readonly silenceMs: number;
  /** Why the server that was reached is not the wanted one, from a setting that it reports; `undefined` if it is. */
  readonly refusal: (setting: string, value: string) => string | undefined;
  /** Whether an answer of the server is due; called when that changes. */
  readonly onBusy: (isBusy: boolean) => void;
  /** Called once, before the driver gets the event. @param isLost whether the driver has not ended it */
  readonly onClosed: (isLost: boolean) => void;
  /** Called when the server that was reached is not the wanted one. */
  readonly onRefused: (host: number) => void;
}

/**
 * A connection to Postgres with as much of Node's `Socket` as the driver (postgres 3.4.9) uses. It connects by itself.
 * It emits `error` and `close` together, at once, when it is lost; Node's own sockets emit `close` some turns of the event
 * loop after `error`, and a query that the driver sends in between never settles. It counts as lost, too, when the server
 * does not answer in time, and when the server ends a connection that the driver has not ended.
 */
export class PostgresSocket extends EventEmitter {
  readonly #options: PostgresSocketOptions;
  readonly #watchdog;
  /** What the driver writes before the connection is open: its startup message. */
  #unsent: Uint8Array[] = [];
  #transport: Transport | undefined;
  #isEnded = false;
  #isClosed = false;

  constructor(options: PostgresSocketOptions) {
    super();
    this.#options = options;
    this.#watchdog = createAnswerWatchdog({
      silenceMs: options.silenceMs,
      onSilence: () => this.#lose(connectionClosed(`Postgres did not answer within ${options.silenceMs} ms`)),
      onBusy: options.onBusy,
      onSetting: (name, value) => this.#check(name, value),
    });
    options.connect().then(
      (transport) => this.#begin(transport),
      (error: unknown) => this.#lose(error),
    );
  }

  get readyState(): 'open' | 'closed' {
    return this.#isClosed ? 'closed' : 'open';
  }

  write(chunk: Uint8Array, written?: () => void): boolean {
    if (this.#isClosed) return false;
    if (this.#transport === undefined) {
      this.#unsent.push(chunk);
      return true;
    }
    this.#watchdog.sent(chunk);
    return this.#transport.socket.write(chunk, written);
  }

  end(chunk: Uint8Array): void {
    this.#isEnded = true;
    // A connection that is not open yet, or does not answer, is closed without the Terminate message.
    if (this.#transport === undefined) {
      this.#close();
      return;
    }
    this.#transport.socket.end(chunk);
    setTimeout(() => this.#close(), FAREWELL_MS).unref();
  }

  destroy(): void {
    this.#lose(connectionClosed('the connection to Postgres was given up'));
  }

  pause(): void {
    this.#transport?.socket.pause();
  }

  resume(): void {
    this.#transport?.socket.resume();
  }

  #begin(transport: Transport): void {
    const { socket } = transport;
    if (this.#isClosed) {
      socket.destroy();
      return;
    }
    this.#transport = transport;
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    socket.on('data', (chunk: Buffer) => {
      this.#watchdog.received(chunk);
      if (!this.#isClosed) this.emit('data', chunk);
    });
    socket.on('drain', () => this.emit('drain'));
    socket.on('error', (error) =>
      this.#lose(connectionClosed('the connection to Postgres was closed', error)),
    );
    socket.on('close', () => {
      if (this.#isEnded) this.#close();
      else this.#lose(connectionClosed('the connection to Postgres was closed'));
    });
    const unsent = this.#unsent;
    this.#unsent = [];
    for (const chunk of unsent) this.write(chunk);
  }

  #check(name: string, value: string): void {
    const refusal = this.#options.refusal(name, value);
    if (refusal === undefined || this.#transport === undefined) return;
    this.#options.onRefused(this.#transport.hostIndex);
    this.#lose(connectionClosed(refusal));
  }

  #lose(cause: unknown): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#watchdog.stop();
    this.#options.onClosed(true);
    if (this.listenerCount('error') > 0) this.emit('error', cause);
    this.emit('close', true);
    this.#transport?.socket.destroy();
  }

  #close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#watchdog.stop();
    this.#options.onClosed(false);
    this.emit('close', false);
    this.#transport?.socket.destroy();
  }
}

function connectionClosed(message: string, cause?: unknown): Error {
  return Object.assign(new Error(message, { cause }), { code: 'CONNECTION_CLOSED' });
}
