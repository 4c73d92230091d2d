import { median } from '../evaluator/measure.ts';
import { type LoadResult, runLoad } from './load.ts';
import type { BenchServer } from './server.ts';

/** How long and how often is measured. */
export interface Effort {
  /** How often each server is started. Two starts of the same server differ by some percent. */
  readonly starts: number;
  /** Per start. */
  readonly rounds: number;
  readonly milliseconds: number;
  readonly warmUpMilliseconds: number;
}

/** One of the two servers, with the requests to it. */
export interface Side {
  readonly server: BenchServer;
  readonly requests: readonly Buffer[];
  /** The status of every response. */
  readonly status: number;
}

/** One run of each side, one after the other. */
export interface Round {
  readonly baseline: Run;
  readonly measured: Run;
}

/** Medians over the rounds. Ratios are taken within a round, in which the state of the machine hardly changes. */
export interface Comparison {
  readonly baseline: Figures;
  readonly measured: Figures;
  /** Requests per second, measured divided by baseline. */
  readonly throughput: number;
  /** The same from the processor time per request, which hardly depends on other programs. `undefined` if it is unknown. */
  readonly byCpu: number | undefined;
  readonly p50: number;
  readonly p99: number;
  /** The highest share of its core that the generator used. */
  readonly generatorBusy: number;
}

export interface Figures {
  readonly perSecond: number;
  readonly cpuMicroseconds: number | undefined;
  readonly p99: number;
}

interface Run extends LoadResult {
  /** The server's processor time per request, in microseconds. */
  readonly cpu: number;
}

const CONNECTIONS = 64;

/** Measures two servers alternately. Each starts every second round. */
export async function measureRounds(
  baseline: Side,
  measured: Side,
  effort: Effort,
): Promise<readonly Round[]> {
  for (const side of [baseline, measured]) await run(side, effort.warmUpMilliseconds);
  const rounds: Round[] = [];
  for (let round = 0; round < effort.rounds; round += 1) {
    if (round % 2 === 0) {
      const first = await run(baseline, effort.milliseconds);
      rounds.push({ baseline: first, measured: await run(measured, effort.milliseconds) });
    } else {
      const first = await run(measured, effort.milliseconds);
      rounds.push({ measured: first, baseline: await run(baseline, effort.milliseconds) });
    }
  }
  return rounds;
}

/** Summarizes all rounds of all starts. */
export function compare(rounds: readonly Round[]): Comparison {
  const ratio = (of: (run: Run) => number) =>
    median(rounds.map(({ measured, baseline }) => of(measured) / of(baseline)));
  return {
    baseline: figuresOf(rounds.map(({ baseline }) => baseline)),
    measured: figuresOf(rounds.map(({ measured }) => measured)),
    throughput: ratio(({ perSecond }) => perSecond),
    byCpu: known(1 / ratio(({ cpu }) => cpu)),
    p50: ratio(({ p50 }) => p50),
    p99: ratio(({ p99 }) => p99),
    generatorBusy: Math.max(
      ...rounds.flatMap(({ measured, baseline }) => [baseline.generatorBusy, measured.generatorBusy]),
    ),
  };
}

async function run({ server, requests, status }: Side, milliseconds: number): Promise<Run> {
  const before = server.cpuMs() ?? Number.NaN;
  const result = await runLoad({
    port: server.port,
    requests,
    status,
    connections: CONNECTIONS,
    milliseconds,
  });
  const used = (server.cpuMs() ?? Number.NaN) - before;
  return { ...result, cpu: (1000 * used) / result.sent };
}

function figuresOf(runs: readonly Run[]): Figures {
  const of = (figure: (run: Run) => number) => median(runs.map(figure));
  return {
    perSecond: of(({ perSecond }) => perSecond),
    cpuMicroseconds: known(of(({ cpu }) => cpu)),
    p99: of(({ p99 }) => p99),
  };
}

function known(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}
