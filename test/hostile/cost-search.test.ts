import { expect, it } from 'vitest';
import { ATTACKED_ATTRIBUTES } from './flags-under-attack.ts';
import { type HostileSystem, useHostileSystem } from './hostile-system.ts';
import { isFull, reportCost } from './options.ts';
import { processorMs } from './process-cost.ts';

/** Milliseconds of processor time that one request may cost an edge, parsing and compression included. */
const ALLOWED_MS = 60;
/** The counter has steps of 10 ms, so each body is sent several times. */
const REPEATS = 8;
const STEPS = isFull() ? 400 : 45;
const MAX_BODY = 65_000;

const system = useHostileSystem();

/** One attribute of the context: an array of `count` texts of about `length` code units, or one text. */
interface Attribute {
  readonly count: number;
  readonly length: number;
  readonly shape: number;
}

/** What the search changes: attributes of the context by name. */
type Candidate = Readonly<Record<string, Attribute>>;

/** Texts that one of the operators reads to their end. */
const SHAPES: readonly ((index: number, length: number) => string)[] = [
  (index, length) => `1.${index}.0-${'a.'.repeat(Math.max(0, (length - 10) >> 1))}1`,
  (index) => `fe80::${(index % 65_536).toString(16)}:1:2:3:ffff`,
  (index, length) => `2026-01-01T00:00:00.${String(index).padEnd(Math.max(1, length - 21), '0')}Z`,
  (index, length) => 'a'.repeat(Math.max(1, length - 5)) + index,
  (_, length) => '\u0130'.repeat(length),
];

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

function bodyOf(candidate: Candidate): string {
  const context = Object.entries(candidate).map(([name, { count, length, shape }]) => {
    const make = SHAPES[shape % SHAPES.length] ?? String;
    const texts = Array.from({ length: count }, (_, index) => make(index, length).slice(0, 8_192));
    return [name, count === 1 ? texts[0] : texts];
  });
  return JSON.stringify({ context: Object.fromEntries(context) });
}

async function bulk({ edge, clientKey }: HostileSystem, body: string): Promise<number> {
  const response = await fetch(`${edge.url}/ofrep/v1/evaluate/flags`, {
    method: 'POST',
    headers: { authorization: `Bearer ${clientKey}` },
    body,
  });
  await response.arrayBuffer();
  return response.status;
}

/** Milliseconds of processor time of one request; 0 for a body that the edge refuses. */
async function costOfBody(now: HostileSystem, body: string): Promise<number> {
  if (Buffer.byteLength(body) > MAX_BODY || (await bulk(now, body)) !== 200) return 0;
  const pid = now.edge.process.pid();
  const before = processorMs(pid);
  for (let repeat = 0; repeat < REPEATS; repeat++) await bulk(now, body);
  return (processorMs(pid) - before) / REPEATS;
}

it('a search for the costliest context finds none that costs an edge much', async () => {
  const now = system();
  const random = numbersFrom(1);
  const pick = (most: number) => Math.floor(random() * most);
  const attribute = (): Attribute => ({
    count: random() < 0.3 ? 1 : 1 + pick(500),
    length: 2 ** (2 + pick(12)),
    shape: pick(SHAPES.length),
  });
  let best: Candidate = {};
  let cost = 0;
  for (let step = 0; step < STEPS; step++) {
    const name = ATTACKED_ATTRIBUTES[pick(ATTACKED_ATTRIBUTES.length)] ?? '';
    const candidate = { ...(random() < 0.2 ? {} : best), [name]: attribute() };
    const found = await costOfBody(now, bodyOf(candidate));
    if (found > cost) [best, cost] = [candidate, found];
  }
  reportCost(JSON.stringify(best), cost);
  expect(cost, `${JSON.stringify(best)} costs an edge ${cost} ms`).toBeLessThan(ALLOWED_MS);
  expect(cost).toBeGreaterThan(0);
});
