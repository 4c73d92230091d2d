import { contextOf, SINGLE_FLAG } from './flag-sets.ts';
import type { Target } from './report.ts';

/** The number of different contexts, each of another user. */
export const USERS = 2_000;
/** In comparison with another build of the edge: no row may be more than 3 % slower. */
export const NOT_SLOWER: Target = { throughput: 0.97 };

export interface Row {
  readonly name: string;
  readonly environment: 'single' | 'hundred';
  readonly path: string;
  readonly body: (user: number) => object;
  /**
   * The requests contain `If-None-Match`, from this many users in turn. The edge caches the hashes of the last 1,000
   * bodies.
   */
  readonly unchangedFor?: number;
  readonly target: Target;
}

const single = (user: number) => ({ context: contextOf(user) });
const evaluate = (user: number) => ({ flagKey: SINGLE_FLAG, context: contextOf(user) });
const SINGLE_PATH = `/ofrep/v1/evaluate/flags/${SINGLE_FLAG}`;
export const BULK_PATH = '/ofrep/v1/evaluate/flags';

export const ROWS: readonly Row[] = [
  {
    name: 'single OFREP evaluation',
    environment: 'single',
    path: SINGLE_PATH,
    body: single,
    target: { throughput: 0.85, p99: 1.3 },
  },
  {
    name: 'POST /evaluate, one flag',
    environment: 'single',
    path: '/evaluate',
    body: evaluate,
    target: { throughput: 0.85, p99: 1.3 },
  },
  {
    name: 'bulk OFREP evaluation of 100 flags',
    environment: 'hundred',
    path: BULK_PATH,
    body: single,
    target: { throughput: 0.5 },
  },
  {
    name: 'bulk, unchanged, cached body: 304',
    environment: 'hundred',
    path: BULK_PATH,
    body: single,
    unchangedFor: 200,
    target: { throughput: 0.85 },
  },
  {
    name: 'bulk, unchanged, uncached body: 304',
    environment: 'hundred',
    path: BULK_PATH,
    body: single,
    unchangedFor: USERS,
    target: { throughput: 0.85 },
  },
];

/** Parts of the edge whose cost is measured: the edge with the part, beside the same edge without it. */
export const SWITCHES = [
  { name: 'recording of events', env: { BENCH_EVENTS: 'off' }, target: { throughput: 0.95 } },
  { name: 'metrics', env: { BENCH_METRICS: 'off' }, target: { throughput: 0.97 } },
] as const;
