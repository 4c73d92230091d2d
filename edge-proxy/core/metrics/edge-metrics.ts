import type { ErrorCode, Resolution, ResolutionReason } from '../../../shared/evaluation/resolution.ts';
import { ROUTES, type RouteRule } from '../http/routes.ts';

/** Where the edge's parts count what happens. Synchronous, total and cheap: it is called on the hot path. */
export interface EdgeMetrics {
  /** A request for `path` (without query) was answered. Streams count when they are opened. */
  answered(path: string, status: number): void;
  /** A single evaluation was answered. */
  evaluated(resolution: Resolution): void;
  /** Something was refused or cut because of a limit; `limit` is a fixed name in snake_case, never made of input. */
  limitHit(limit: string): void;
}

/** What was counted since the start. */
export interface MeterReading {
  readonly requests: readonly { readonly route: string; readonly status: number; readonly count: number }[];
  readonly evaluations: Readonly<Partial<Record<ResolutionReason, number>>>;
  readonly evaluationErrors: Readonly<Partial<Record<ErrorCode, number>>>;
  readonly limits: ReadonlyMap<string, number>;
}

export interface EdgeMeter extends EdgeMetrics {
  read(): MeterReading;
}

/** Names of limits beyond this many are counted as one: a mistake must not fill anybody's database of metrics. */
const MOST_LIMITS = 50;

/** Counts in plain numbers that are put into words only when somebody reads them. */
export function createEdgeMeter(): EdgeMeter {
  const requests = createRequestCounter(ROUTES);
  const evaluations: Partial<Record<ResolutionReason, number>> = {};
  const evaluationErrors: Partial<Record<ErrorCode, number>> = {};
  const limits = new Map<string, number>();
  const limitHit = (limit: string) => {
    const name = limits.has(limit) || limits.size < MOST_LIMITS ? limit : 'other';
    limits.set(name, (limits.get(name) ?? 0) + 1);
  };
  return {
    answered(path, status) {
      requests.count(path, status);
      if (status === 429) limitHit('too_many_requests');
      else if (status === 413) limitHit('body_size');
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
      limits: new Map(limits),
    }),
  };
}

/** One number for each status a route may answer with. */
const STATUSES = 600;

/** Counts by route and status. A route is the path in the table, never the one that was asked for. */
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
  const countsOf = (path: string) =>
    counted.get(path) ?? byPrefix.find(({ prefix }) => path.startsWith(prefix))?.counts ?? other;

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
