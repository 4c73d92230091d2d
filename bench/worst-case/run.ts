import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Reply } from '../../edge-proxy/core/model/answer.ts';
import type * as evaluation from '../../shared/evaluation/index.ts';
import type { FlagSet } from '../../shared/model/flag-set.ts';
import { chooseClock } from '../evaluator/clock.ts';
import { createEdgeCore } from './edge-core.ts';
import { FAMILIES, type Family } from './families.ts';
import { chainSetOf, flagSetOf, type SetShape, segmentSetOf } from './flag-sets.ts';
import { bodyOf, type Found, findWorst } from './search-context.ts';

/**
 * `npm run bench:worst-case`: searches for the requests that cost an edge the most processor time, for each family of
 * operators, on sets of 5,000 flags: from the text of the request to that of the answer, in the edge's core. Exits with 1 if one
 * costs more than the target.
 *
 * `--quick` searches less. `--against=FOLDER` evaluates the contexts that were found with another checkout, too.
 */
const TARGET_MS = 25;
const MAX_BODY_BYTES = 65_536;
const FLAGS = 5_000;
/** Rules of each flag, with one condition each. */
const RULES = 4;
const RULES_OF_ONE_FLAG = 500;
/** How long one context is measured, while searching and at the end. */
const SEARCH_MS = 20;
const RESULT_MS = 200;

const { values } = parseArgs({ options: { quick: { type: 'boolean' }, against: { type: 'string' } } });
const { now } = chooseClock();
const other: typeof evaluation | undefined =
  values.against === undefined
    ? undefined
    : await import(resolve(values.against, 'shared/evaluation/index.ts'));

interface Row {
  readonly name: string;
  readonly found: Found;
  readonly before: number | undefined;
}

/** Always the same numbers (mulberry32), so that two runs search alike. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Processor time of one run. The clock counts in ticks, so short runs are repeated. */
function millisecondsOf(run: () => void, atLeast: number): number {
  const began = now();
  let runs = 0;
  while (runs === 0 || (now() - began < atLeast && runs < 200)) {
    run();
    runs++;
  }
  return (now() - began) / runs;
}

function search(name: string, family: Family, flagSet: FlagSet, attributes: number, flagKey?: string): Row {
  const core = createEdgeCore(flagSet);
  const measure = (body: string, atLeast: number): number | undefined => {
    if (body.length > MAX_BODY_BYTES || !isAnswered(core.answer(body, flagKey))) return undefined;
    return millisecondsOf(() => core.answer(body, flagKey), atLeast);
  };
  const steps = values.quick ? 4 : 25;
  const worst = findWorst(family, attributes, steps, numbersFrom(1), (body) => measure(body, SEARCH_MS));
  const body = bodyOf(family, worst.shape);
  const found = { ...worst, milliseconds: measure(body, RESULT_MS) ?? worst.milliseconds };
  return { name, found, before: before(flagSet, body, flagKey) };
}

function isAnswered(reply: Reply): boolean {
  return 'body' in reply && reply.status === 200;
}

function before(flagSet: FlagSet, body: string, flagKey: string | undefined): number | undefined {
  if (other === undefined) return undefined;
  const set = other.compileFlagSet(flagSet);
  const flags = flagKey === undefined ? [...set.flags.values()] : [set.flags.get(flagKey)];
  return millisecondsOf(() => {
    const { context } = JSON.parse(body);
    for (const flag of flags) if (flag) other.evaluateFlag(flag, context);
  }, 0);
}

function shapesOf({ entries }: Family): readonly SetShape[] {
  const shapes = entries.flatMap((each) =>
    [1, 10].map((attributes) => ({ flags: FLAGS, rules: RULES, attributes, entries: each })),
  );
  return values.quick ? shapes.slice(0, 1) : shapes;
}

function* rows(): Generator<Row> {
  for (const family of FAMILIES) {
    const searched = shapesOf(family).map((shape) =>
      search(`${family.name}, all flags`, family, flagSetOf(family, shape), shape.attributes),
    );
    const [costliest] = searched.sort((a, b) => b.found.milliseconds - a.found.milliseconds);
    if (costliest !== undefined) yield costliest;
    const shape = { flags: 1, rules: RULES_OF_ONE_FLAG, attributes: 1, entries: family.entries[0] ?? 1 };
    yield search(`${family.name}, one flag`, family, flagSetOf(family, shape), 1, 'flag-0');
  }
  const [, , , versions] = FAMILIES;
  if (versions === undefined) return;
  yield search('one segment in all flags', versions, segmentSetOf(versions, FLAGS), 1);
  yield search('a chain of prerequisites', versions, chainSetOf(FLAGS), 1);
}

let isOver = false;
console.log('| request | costliest context found | before, ms | ms |\n|---|---|---|---|');
for (const { name, found, before: earlier } of rows()) {
  const { shape, milliseconds } = found;
  const size = shape.elements === 0 ? 'values' : `arrays of ${shape.elements} values`;
  const context = `${shape.attributes} attributes, ${size} of ${shape.length} code units`;
  console.log(`| ${name} | ${context} | ${earlier?.toFixed(0) ?? ''} | ${milliseconds.toFixed(1)} |`);
  if (milliseconds > TARGET_MS) isOver = true;
}
console.log(`\nTarget: ${TARGET_MS} ms of processor time. ${isOver ? 'Missed.' : 'Held.'}`);
process.exitCode = isOver ? 1 : 0;
