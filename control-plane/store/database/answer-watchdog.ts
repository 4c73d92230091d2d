import { createFrameScanner } from './message-frames.ts';

/** Notices that a server has stopped to answer on one connection. */
export interface AnswerWatchdog {
  /** Bytes that the client sends. */
  sent(chunk: Uint8Array): void;
  /** Bytes that the server sends. */
  received(chunk: Uint8Array): void;
  stop(): void;
}

export interface AnswerWatchdogOptions {
  /** Milliseconds without a byte while an answer is due; 0 waits without limit. */
  readonly silenceMs: number;
  readonly onSilence: () => void;
  /** Whether an answer is due; called when that changes. */
  readonly onBusy?: (isBusy: boolean) => void;
  /** A setting of the server, as it reports it at the start: `in_hot_standby`, `off`. */
  readonly onSetting: (name: string, value: string) => void;
}

/**
 * Counts requests and answers. The server answers the startup message, each `Sync` and each `Query` with one
 * `ReadyForQuery`. So a connection without an open request may be silent for ever, and one with an open request may
 * not.
 */
export function createAnswerWatchdog(options: AnswerWatchdogOptions): AnswerWatchdog {
  const { silenceMs, onSilence, onBusy, onSetting } = options;
  let due = 0;
  /** The client has sent messages that it has not closed with a `Sync`; it waits for their answers. */
  let isUnsynced = false;
  const report = onChange(onBusy ?? (() => {}));
  let timer: NodeJS.Timeout | undefined;

  const questions = createFrameScanner({
    startsUntyped: true,
    onFrame(type) {
      const asks = type === 'startup' || type === 'S' || type === 'Q';
      if (asks) due += 1;
      isUnsynced = !asks && type !== 'X';
    },
  });
  const answers = createFrameScanner({
    startsUntyped: false,
    collected: 'S',
    onFrame(type, body) {
      if (type === 'Z') due -= 1;
      if (type !== 'S') return;
      const [name = '', value = ''] = Buffer.from(body).toString('utf8').split('\0');
      onSetting(name, value);
    },
  });
  const restart = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (silenceMs > 0 && (due > 0 || isUnsynced)) timer = setTimeout(onSilence, silenceMs);
  };

  return {
    sent(chunk) {
      questions.push(chunk);
      report(due > 0 || isUnsynced);
      // More questions do not prolong the time for the first answer.
      if (timer === undefined) restart();
    },
    received(chunk) {
      answers.push(chunk);
      report(due > 0 || isUnsynced);
      restart();
    },
    stop() {
      clearTimeout(timer);
      report(false);
    },
  };
}

/** Passes on a value that differs from the last one; the first last one is `false`. */
function onChange(report: (value: boolean) => void): (value: boolean) => void {
  let last = false;
  return (value) => {
    if (value === last) return;
    last = value;
    report(value);
  };
}
