import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';
import type { JsonValue } from '../../shared/model/json.ts';

/** Milliseconds for one evaluation, the start of the program included. */
const EVALUATION_TIMEOUT_MS = 40_000;

/** One evaluation by an application's OpenFeature client. */
export interface EvaluationCall {
  readonly url: string;
  readonly key: string;
  readonly flagKey: string;
  readonly type: 'boolean' | 'string' | 'integer' | 'float' | 'object';
  readonly codeDefault: JsonValue;
  readonly context: { readonly [attribute: string]: JsonValue };
}

const details = z.object({
  value: z.json(),
  variant: z.string().nullable(),
  reason: z.string().nullable(),
  errorCode: z.string().nullable(),
  metadata: z.record(z.string(), z.union([z.string(), z.boolean(), z.int()])),
});

/** What the application gets: OpenFeature's evaluation details. */
export type EvaluationDetails = z.infer<typeof details>;

/** A program in another language that evaluates flags; it runs as long as an application would. */
export interface ProviderProcess {
  /** One call at a time. */
  evaluate(call: EvaluationCall): Promise<EvaluationDetails>;
  stop(): void;
}

/** Starts a program that reads a call a line and writes its details, a line each. */
export function startProviderProcess([command, ...args]: readonly [string, ...string[]]): ProviderProcess {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', (chunk) => {
    complaints += chunk;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    evaluate: async (call) => {
      child.stdin.write(`${JSON.stringify(call)}\n`);
      const line = await withDeadline(lines.next(), child);
      if (line.done) throw new Error(`The program has ended: ${complaints}`);
      return details.parse(JSON.parse(line.value));
    },
    stop: () => {
      child.kill('SIGKILL');
    },
  };
}

/** Ends the program if it does not answer in time; its output then ends, too. */
async function withDeadline<T>(
  answer: Promise<T>,
  child: ChildProcessByStdio<Writable, Readable, Readable>,
): Promise<T> {
  const timer = setTimeout(() => child.kill('SIGKILL'), EVALUATION_TIMEOUT_MS);
  try {
    return await answer;
  } finally {
    clearTimeout(timer);
  }
}
