import { type Candidate, findDisagreements } from './agreement.ts';
import { bytesPerIteration, checkAllocationMeter, type Heap } from './allocation.ts';
import type { NamedClock } from './clock.ts';
import { MIXTURE, measureCompileTimes } from './compile-time.ts';
import { type BenchContext, makeContexts } from './contexts.ts';
import type { Engine, Peer } from './engine.ts';
import { flagd } from './flagd-engine.ts';
import { growthbook } from './growthbook-engine.ts';
import { launchdarkly, measureAwait } from './launchdarkly-engine.ts';
import { type Effort, geometricMean, measureInTurn, type Timing } from './measure.ts';
import { OURS, ours } from './our-engine.ts';
import { makeScenarios, type Scenario } from './scenarios.ts';
import { figure, layOut, perSecond } from './table.ts';
import { bareSwitch, unleash } from './unleash-engine.ts';

const PEERS: readonly Peer[] = [flagd, growthbook, unleash, launchdarkly];

export interface OtherBuild {
  readonly engine: Engine;
  readonly measureCompileTimes: typeof measureCompileTimes;
}

/** What the benchmark takes from the process. */
export interface Surroundings {
  readonly clock: NamedClock;
  readonly heap: Heap;
  /** Finds the modules of the installed peers. */
  readonly load: NodeJS.Require;
  readonly effort: Effort;
  /** Another build of our own evaluator, to be measured instead of the peers. */
  readonly otherBuild?: OtherBuild;
  print(line: string): void;
}

interface Row {
  readonly scenario: Scenario;
  readonly timings: readonly Timing[];
  /** Bytes per evaluation of ours; `null` where many flags are evaluated into an array. */
  readonly bytes: number | null;
}

/** Runs the whole benchmark and prints it. Gives whether all engines agreed. */
export async function runBenchmark(surroundings: Surroundings): Promise<boolean> {
  const { print } = surroundings;
  const { otherBuild } = surroundings;
  const engines = [ours, ...(otherBuild ? [otherBuild.engine] : connectPeers(surroundings))];
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
    rows.push(measureScenario(scenario, candidates, surroundings));
    for (const { loaded } of candidates) loaded.close();
    print(`measured: ${scenario.name}`);
  }
  printRows(rows, engines, print);
  print(`- Times are ${surroundings.clock.counts}.`);
  printAllocation(rows, surroundings);
  printCompileTimes(surroundings, measureCompileTimes);
  if (otherBuild) {
    print('the same with the other build:');
    printCompileTimes(surroundings, otherBuild.measureCompileTimes);
    printCompileTimes(surroundings, measureCompileTimes);
    return true;
  }
  await printBareSwitch(contexts, surroundings);
  await printAwait(contexts, surroundings);
  return true;
}

function connectPeers({ load, print }: Surroundings): Engine[] {
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
  { clock, heap, effort }: Surroundings,
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

function printRows(rows: readonly Row[], engines: readonly Engine[], print: (line: string) => void): void {
  const names = engines.map((engine) => engine.name);
  const headings = [
    'ns per operation (median)',
    ...names,
    'ours, per s',
    'fastest peer',
    'ratio',
    'ours, bytes',
  ];
  const ratios: number[] = [];
  const lines = rows.map(({ scenario, timings, bytes }) => {
    const own = timings.find((timing) => timing.name === OURS)?.nanoseconds ?? Number.NaN;
    const [fastest] = timings
      .filter(({ name }) => name !== OURS)
      .toSorted((a, b) => a.nanoseconds - b.nanoseconds);
    const ratio = (fastest?.nanoseconds ?? Number.NaN) / own;
    if (Number.isFinite(ratio)) ratios.push(ratio);
    const times = timings.map(({ nanoseconds }) => figure(nanoseconds));
    const peer = fastest === undefined ? '-' : fastest.name;
    return [
      scenario.name,
      ...times,
      perSecond(own),
      peer,
      `${figure(ratio)}x`,
      bytes === null ? '-' : figure(bytes),
    ];
  });
  print(`\n${layOut(headings, lines)}`);
  if (ratios.length > 0) {
    print(
      `\ngeometric mean of the ratios: ${figure(geometricMean(ratios))}x; lowest: ${figure(Math.min(...ratios))}x`,
    );
  }
  print(NOTES);
}

const NOTES = `
Notes
- One process, all engines in turn in each round, the order rotating; medians over the rounds; NODE_ENV=production.
- 1,024 contexts of eight shapes in rotation, every one with its own targeting key; made beforehand in the shape each engine prefers.
- Before anything is measured every engine answered every flag for every context, and all answers were equal. Rollouts are hashed
  differently by every engine: there the shares were checked instead (34/33/33, within 7.5 points over the 1,024 contexts).
- flagd-core: its resolve calls. growthbook: GrowthBookClient.evalFeature. unleash-client: its evaluation core (getVariant, which says what
  was served; isEnabled is given below) over features in memory, without metrics and events. launchdarkly: its evaluator in callback form, called
  synchronously with a context made beforehand; the public variation() wraps that in a promise and hooks, and is given below.
- "all of 100 flags" evaluates 40 static flags, 40 with one rule and 20 rollouts into an array; one operation is all 100.`;

function printAllocation(rows: readonly Row[], { heap, print }: Surroundings): void {
  const measured = rows.flatMap(({ bytes }) => (bytes === null ? [] : [bytes]));
  const meter = checkAllocationMeter(heap);
  print(
    `\nallocation per evaluation, ours, over the single-flag rows: at most ${figure(Math.max(...measured))} bytes` +
      ` (the meter reads ${figure(meter.nothing)} for a loop that allocates nothing, ${figure(meter.fourElements)} for one array of four numbers)`,
  );
}

function printCompileTimes({ clock, print }: Surroundings, measure: typeof measureCompileTimes): void {
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

async function printBareSwitch(contexts: readonly BenchContext[], surroundings: Surroundings): Promise<void> {
  const { load, clock, effort, print } = surroundings;
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
  { load, clock, print }: Surroundings,
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
