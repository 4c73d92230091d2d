import { median } from '../evaluator/measure.ts';
import { type LoadResult, runLoad } from './load.ts';
import type { BenchServer } from './server.ts';

/** How much is measured. */
export interface Effort {
  readonly rounds: number;
  readonly milliseconds: number;
  readonly warmUpMilliseconds: number;
}

/** One of two servers, with what it is to be asked. */
export interface Side {
  readonly server: BenchServer;
  readonly requests: readonly Buffer[];
  readonly status: number;
}

/** Medians over the rounds; ratios are taken within each round, where both sides had the same machine. */
export interface Comparison {
  readonly baseline: Figures;
  readonly measured: Figures;
  /** Requests a second, measured to baseline: 1 is no loss. */
  readonly throughput: number;
  /** The same by processor time for each request, which other programs on the machine hardly change. */
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

interface Round extends LoadResult {
  /** Microseconds of the server's processor time for each request. */
  readonly cpu: number;
}

const CONNECTIONS = 64;

/** Measures two servers in turn, each beginning every second round. */
export async function compare(baseline: Side, measured: Side, effort: Effort): Promise<Comparison> {
  for (const side of [baseline, measured]) await run(side, effort.warmUpMilliseconds);
  const rounds: { readonly baseline: Round; readonly measured: Round }[] = [];
  for (let round = 0; round < effort.rounds; round += 1) {
    if (round % 2 === 0) {
      const first = await run(baseline, effort.milliseconds);
      rounds.push({ baseline: first, measured: await run(measured, effort.milliseconds) });
    } else {
      const first = await run(measured, effort.milliseconds);
      rounds.push({ measured: first, baseline: await run(baseline, effort.milliseconds) });
    }
  }
  const ratio = (of: (round: Round) => number) =>
    median(rounds.map((pair) => of(pair.measured) / of(pair.baseline)));
  return {
    baseline: figuresOf(rounds.map((pair) => pair.baseline)),
    measured: figuresOf(rounds.map((pair) => pair.measured)),
    throughput: ratio(({ perSecond }) => perSecond),
    byCpu: known(1 / ratio(({ cpu }) => cpu)),
    p50: ratio(({ p50 }) => p50),
    p99: ratio(({ p99 }) => p99),
    generatorBusy: Math.max(
      ...rounds.flatMap((pair) => [pair.baseline.generatorBusy, pair.measured.generatorBusy]),
    ),
  };
}

async function run({ server, requests, status }: Side, milliseconds: number): Promise<Round> {
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

function figuresOf(rounds: readonly Round[]): Figures {
  const of = (figure: (round: Round) => number) => median(rounds.map(figure));
  return {
    perSecond: of(({ perSecond }) => perSecond),
    cpuMicroseconds: known(of(({ cpu }) => cpu)),
    p99: of(({ p99 }) => p99),
  };
}

function known(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}
