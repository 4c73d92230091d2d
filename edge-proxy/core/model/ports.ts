import type { Logger } from '../../../shared/logging/logger.ts';
import type { Clock, SetTimer } from '../../../shared/model/clock.ts';
import type { EvaluationContext } from '../../../shared/model/evaluation-context.ts';
import type { Resolution } from '../../../shared/model/resolution.ts';

/** A number in [0, 1), as `Math.random` gives. */
export type Random = () => number;

/** SHA-256 of the UTF-8 of a text, as lower-case hex. */
export type Sha256 = (text: string) => Promise<string>;

/** The credentials and the cursor of an upstream request. */
export interface UpstreamRequest {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly signal: AbortSignal;
}

/** As much of a `Response` as the upstream client reads. */
export interface UpstreamResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: UpstreamBody | null;
}

/** As much of a `ReadableStream<Uint8Array>` as the upstream client reads. */
export interface UpstreamBody {
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
    cancel(reason?: unknown): Promise<void>;
  };
}

/** How the edge reaches its upstream: `fetch`, as each runtime has it. Must not follow redirects with the key. */
export type Fetch = (url: string, request: UpstreamRequest) => Promise<UpstreamResponse>;

/** One single evaluation, before it becomes an event. */
export interface Evaluation {
  readonly environmentId: string;
  readonly resolution: Resolution;
  readonly context: EvaluationContext;
  /** When, in whole milliseconds since 1970. */
  readonly timeMs: number;
}

/** Records what was answered. Synchronous, bounded and total: it is called on the hot path. */
export interface EvaluationRecorder {
  /** A single evaluation: becomes an evaluation event. */
  recorded(evaluation: Evaluation): void;
  /** Values handed out in bulk: counted, but no events. */
  delivered(environmentId: string, flags: number): void;
}

/** What every part of the edge's core is handed by its runtime. */
export interface EdgeRuntime {
  readonly now: Clock;
  readonly random: Random;
  readonly setTimer: SetTimer;
  readonly logger: Logger;
}
