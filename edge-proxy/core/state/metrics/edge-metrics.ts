import type { ErrorCode, Resolution, ResolutionReason } from '../../../../shared/model/resolution.ts';
import { hasPrefix } from '../../model/has-prefix.ts';
import { ROUTES, type RouteRule } from '../../model/routes.ts';

/** Limits whose hits are counted, named after the variable that sets them if there is one. */
export type LimitName =
  /** A key over RATE_LIMIT_PER_KEY: 429, or a stream that asks to retry later. */
  | 'rate_per_key'
  /** An address over RATE_LIMIT_PER_ADDRESS: 429, or a stream that asks to retry later. */
  | 'rate_per_address'
  /** One stream more than MAX_STREAMS_PER_KEY: 429, or a stream that asks to retry later. */
  | 'streams_per_key'
  /** 413. */
  | 'body_size'
  /** A stream cut because its reader took nothing for too long. */
  | 'slow_reader'
  /** A connection cut because its client read no answers for too long. */
  | 'unread_answer';

/** Counts what the edge's parts do. Synchronous, total and cheap: it is called on the hot path. */
export interface EdgeMetrics {
  /** A request for `path` (without query) was answered. Streams count when they are opened. */
  answered(path: string, status: number): void;
  /** A single evaluation was answered. */
  evaluated(resolution: Resolution): void;
  /** Something was refused, sent away or cut because of a limit. */
  limitHit(limit: LimitName): void;
}

/** What was counted since the start. */
export interface MeterReading {
  readonly requests: readonly { readonly route: string; readonly status: number; readonly count: number }[];
  readonly evaluations: Readonly<Partial<Record<ResolutionReason, number>>>;
  readonly evaluationErrors: Readonly<Partial<Record<ErrorCode, number>>>;
  readonly limits: Readonly<Record<LimitName, number>>;
}

export interface EdgeMeter extends EdgeMetrics {
  read(): MeterReading;
}

/** Counts in plain numbers; routes and statuses become names when the counters are read. */
export function createEdgeMeter(): EdgeMeter {
  const requests = createRequestCounter(ROUTES);
  const evaluations: Partial<Record<ResolutionReason, number>> = {};
  const evaluationErrors: Partial<Record<ErrorCode, number>> = {};
  // All from the start: a series that begins with its first hit hides that hit from `increase()`.
  const limits = {
    rate_per_key: 0,
    rate_per_address: 0,
    streams_per_key: 0,
    body_size: 0,
    slow_reader: 0,
    unread_answer: 0,
  };
  const limitHit = (limit: LimitName) => {
    limits[limit] += 1;
  };
  return {
    answered(path, status) {
      requests.count(path, status);
      if (status === 413) limitHit('body_size');
    },
    evaluated({ reason, errorCode }) {
      evaluations[reason] = (evaluations[reason] ?? 0) + 1;
      if (errorCode !== null) evaluationErrors[errorCode] = (evaluationErrors[errorCode] ?? 0) + 1;
    },
    limitHit,
    read: () => ({
      requests: requests.read(),
      evaluations: { ...evaluations },
      evaluationErrors: { ...evaluationErrors },
      limits: { ...limits },
    }),
  };
}

/** One number for each status a route may answer with. */
const STATUSES = 600;

/** Counts by route and status. A route is the path in the table, never that of the request. */
function createRequestCounter(routes: Readonly<Record<string, RouteRule>>) {
  const newCounts = () => new Float64Array(STATUSES);
  const counted = new Map<string, Float64Array>();
  const byPrefix: { readonly prefix: string; readonly counts: Float64Array }[] = [];
  const other = newCounts();
  for (const { path } of Object.values(routes)) {
    const counts = counted.get(path) ?? newCounts();
    counted.set(path, counts);
    if (path.endsWith('*')) byPrefix.push({ prefix: path.slice(0, -1), counts });
  }
  function countsOf(path: string): Float64Array {
    // First, as most requests are of such routes; none of the others is below one of them.
    for (const { prefix, counts } of byPrefix) if (hasPrefix(path, prefix)) return counts;
    return counted.get(path) ?? other;
  }

  return {
    count(path: string, status: number) {
      const counts = countsOf(path);
      counts[status] = (counts[status] ?? 0) + 1;
    },
    read: () =>
      [...counted, ['other', other] as const].flatMap(([route, counts]) =>
        Array.from(counts.entries())
          .filter(([, count]) => count > 0)
          .map(([status, count]) => ({ route, status, count })),
      ),
  };
}
