import { type Candidate, findDisagreements } from './agreement.ts';
import { bytesPerIteration, checkAllocationMeter, type Heap } from './allocation.ts';
import type { NamedClock } from './clock.ts';
import { MIXTURE, measureCompileTimes } from './compile-time.ts';
import { type BenchContext, makeContexts } from './contexts.ts';
import type { Engine, Peer } from './engine.ts';
import { flagd } from './flagd-engine.ts';
import { growthbook } from './growthbook-engine.ts';
import { launchdarkly, measureAwait } from './launchdarkly-engine.ts';
import { type Effort, measureInTurn } from './measure.ts';
import { OURS, ours } from './our-engine.ts';
import { printRows, type Row } from './report.ts';
import { makeScenarios, type Scenario } from './scenarios.ts';
import { figure } from './table.ts';
import { bareSwitch, unleash } from './unleash-engine.ts';

const PEERS: readonly Peer[] = [flagd, growthbook, unleash, launchdarkly];

export interface OtherBuild {
  readonly engine: Engine;
  readonly measureCompileTimes: typeof measureCompileTimes;
}

/** What the benchmark needs of its process. */
export interface BenchmarkSetup {
  readonly clock: NamedClock;
  readonly heap: Heap;
  /** Finds the modules of the installed peers. */
  readonly load: NodeJS.Require;
  readonly effort: Effort;
  /** Another build of our own evaluator, which replaces the peers. */
  readonly otherBuild?: OtherBuild;
  print(line: string): void;
}

/** Runs the benchmark and prints the results. Returns whether all engines agree. */
export async function runBenchmark(setup: BenchmarkSetup): Promise<boolean> {
  const { print, otherBuild } = setup;
  const engines = [ours, ...(otherBuild ? [otherBuild.engine] : connectPeers(setup))];
  const contexts = makeContexts();
  const rows: Row[] = [];
  for (const scenario of makeScenarios()) {
    const candidates: Candidate[] = [];
    for (const engine of engines) {
      candidates.push({ name: engine.name, loaded: await engine.load(scenario.flagSet, contexts) });
    }
    const disagreements = findDisagreements(scenario, candidates);
    if (disagreements.length > 0) {
      print(
        `${scenario.name}: the engines disagree, so nothing is measured.\n  ${disagreements.slice(0, 5).join('\n  ')}`,
      );
      for (const { loaded } of candidates) loaded.close();
      return false;
    }
    rows.push(measureScenario(scenario, candidates, setup));
    for (const { loaded } of candidates) loaded.close();
    print(`measured: ${scenario.name}`);
  }
  printRows(rows, engines, print);
  print(`- Times are ${setup.clock.counts}.`);
  printAllocation(rows, setup);
  printCompileTimes(setup, measureCompileTimes);
  if (otherBuild) {
    print('the same with the other build:');
    printCompileTimes(setup, otherBuild.measureCompileTimes);
    printCompileTimes(setup, measureCompileTimes);
    return true;
  }
  await printBareSwitch(contexts, setup);
  await printAwait(contexts, setup);
  return true;
}

function connectPeers({ load, print }: BenchmarkSetup): Engine[] {
  return PEERS.flatMap((peer) => {
    try {
      return [peer.connect(load)];
    } catch (error) {
      const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
      print(`left out: ${peer.packageName} (${reason}); run "npm run bench:setup"`);
      return [];
    }
  });
}

function measureScenario(
  scenario: Scenario,
  candidates: readonly Candidate[],
  { clock, heap, effort }: BenchmarkSetup,
): Row {
  const { flagKey } = scenario;
  const runners = candidates.map(({ name, loaded }) => ({
    name,
    run: (iterations: number) =>
      flagKey === null ? loaded.runAll(iterations) : loaded.runOne(flagKey, iterations),
  }));
  const timings = measureInTurn(runners, effort, clock.now);
  const own = runners.find((runner) => runner.name === OURS);
  const bytes = flagKey === null || own === undefined ? null : bytesPerIteration(heap, own.run);
  return { scenario, timings, bytes };
}

function printAllocation(rows: readonly Row[], { heap, print }: BenchmarkSetup): void {
  const measured = rows.flatMap(({ bytes }) => (bytes === null ? [] : [bytes]));
  const meter = checkAllocationMeter(heap);
  print(
    `\nallocation per evaluation, ours, over the single-flag rows: at most ${figure(Math.max(...measured))} bytes` +
      ` (the meter reads ${figure(meter.nothing)} for a loop that allocates nothing, ${figure(meter.fourElements)} for one array of four numbers)`,
  );
}

function printCompileTimes({ clock, print }: BenchmarkSetup, measure: typeof measureCompileTimes): void {
  const times = measure(clock.now, () => performance.now());
  const { firstMilliseconds, compileMilliseconds, fastestMilliseconds, deltaMilliseconds } = times;
  print(
    `compiling ${times.flags.toLocaleString('en-US')} flags: ${figure(compileMilliseconds)} ms` +
      ` (best ${figure(fastestMilliseconds)}, the first time ${figure(firstMilliseconds)} ms) of ${clock.counts};` +
      ` a delta of one flag: ${deltaMilliseconds.toFixed(3)} ms` +
      ` (${times.shared.toLocaleString('en-US')} flags untouched by 101 deltas)`,
  );
  print(`  the flags: ${MIXTURE}`);
}

async function printBareSwitch(contexts: readonly BenchContext[], setup: BenchmarkSetup): Promise<void> {
  const { load, clock, effort, print } = setup;
  for (const { name, flagSet, flagKey } of makeScenarios().slice(0, 2)) {
    const own = await ours.load(flagSet, contexts);
    try {
      const bare = bareSwitch(load, flagSet, contexts);
      const runner = { name: OURS, run: (iterations: number) => own.runOne(flagKey ?? '', iterations) };
      const times = measureInTurn([runner, bare], effort, clock.now).map(
        (timing) => `${timing.name} ${figure(timing.nanoseconds)} ns`,
      );
      print(`a bare boolean without variation and reason, ${name}: ${times.join(', ')}`);
    } catch {
      print('unleash-client, isEnabled: not measured, since the package is not installed');
    }
  }
}

async function printAwait(
  contexts: readonly BenchContext[],
  { load, clock, print }: BenchmarkSetup,
): Promise<void> {
  const [first] = makeScenarios();
  if (first === undefined) return;
  try {
    const nanoseconds = await measureAwait(load, first.flagSet, contexts, clock.now);
    print(`launchdarkly, "await client.variation()" on the static flag: ${figure(nanoseconds)} ns`);
  } catch {
    print('launchdarkly, "await client.variation()": not measured, since the package is not installed');
  }
}
