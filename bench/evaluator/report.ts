import type { Engine } from './engine.ts';
import { geometricMean, type Timing } from './measure.ts';
import { OURS } from './our-engine.ts';
import type { Scenario } from './scenarios.ts';
import { figure, layOut, perSecond } from './table.ts';

/** The figures of one scenario. */
export interface Row {
  readonly scenario: Scenario;
  readonly timings: readonly Timing[];
  /** Bytes per evaluation of ours; `null` if many flags are evaluated into an array. */
  readonly bytes: number | null;
}

/** Prints the table of all scenarios and the notes about the method. */
export function printRows(
  rows: readonly Row[],
  engines: readonly Engine[],
  print: (line: string) => void,
): void {
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
- One process. All engines run alternately in each round, in rotating order. Medians over the rounds. NODE_ENV=production.
- 1,024 contexts of eight shapes in turn, each with its own targeting key, converted beforehand to the format of each engine.
- Before the measurement every engine evaluated every flag for every context, and all answers were equal. Every engine hashes
  rollouts differently: there the shares were compared instead (34/33/33, within 7.5 points over the 1,024 contexts).
- flagd-core: its resolve calls. growthbook: GrowthBookClient.evalFeature. unleash-client: its evaluation core (getVariant, which returns
  what is served; isEnabled is given below) with features in memory, without metrics and events. launchdarkly: its evaluator in callback form,
  called synchronously with a context made beforehand; the public variation() adds a promise and hooks, and is given below.
- "all of 100 flags" evaluates 40 static flags, 40 with one rule and 20 rollouts into an array. One operation is all 100.`;
