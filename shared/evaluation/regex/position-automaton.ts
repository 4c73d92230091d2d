import { addPosition, type CharacterClasses, characterClasses } from './character-classes.ts';
import type { CodePointRanges, Program, Step } from './program.ts';

/**
 * A pattern as a position automaton (Glushkov 1961), whose states are simulated as sets of bits (Navarro and Raffinot,
 * "Flexible Pattern Matching in Strings", 2002, chapter 5). A position is a step of the program that takes a code point, an
 * assertion, or the end of the pattern. One character of a text costs a fixed number of operations on words of 32 bits,
 * whatever the text and the pattern are, and matching allocates nothing.
 */
export interface PositionAutomaton {
  /** The length of a set of positions, in words. */
  readonly words: number;
  /** The positions before the first character. */
  readonly start: Int32Array;
  /** The positions that are added at each later place: none if the pattern begins with an assertion of the text's start. */
  readonly restart: Int32Array;
  /** The position that is reached when the pattern has matched. */
  readonly matchWord: number;
  readonly matchBit: number;
  /**
   * What follows a set of positions: for byte `b` of the set with the value `v`, the words from `(b * 256 + v) * words`.
   * The sets of all bytes are united.
   */
  readonly follow: Int32Array;
  readonly classes: CharacterClasses;
  /** `null` if the pattern has none. */
  readonly assertions: AssertionTable | null;
}

/** The assertions are the positions from 0 to `count - 1`. */
export interface AssertionTable {
  readonly count: number;
  /**
   * By the bits of `ASSERTIONS` that hold at a place: for each assertion `a`, the words from `a * words`: what is reached
   * through it and further assertions that hold. `undefined` where no assertion of the pattern holds.
   */
  readonly reached: readonly (Int32Array | undefined)[];
}

/** The number of combinations of assertions. */
const COMBINATIONS = 64;

const TEXT_START = 4;

const BITS_PER_WORD = 32;
const BYTE_VALUES = 256;

type TakeStep = Extract<Step, { kind: 'take' }>;
type AssertStep = Extract<Step, { kind: 'assert' }>;

/** The positions of a program: assertions first, then what takes a code point, then the end. */
interface Positions {
  readonly assertions: readonly { readonly step: AssertStep; readonly index: number }[];
  readonly takes: readonly { readonly step: TakeStep; readonly index: number }[];
  readonly count: number;
  readonly words: number;
  /** By index of a step; steps that are no position are absent. */
  readonly byStep: ReadonlyMap<number, number>;
}

/** @param limit the largest number of positions; @throws Error beyond it */
export function buildAutomaton(program: Program, limit: number): PositionAutomaton {
  const positions = positionsOf(program.steps);
  if (positions.count > limit) throw new Error(`the pattern has ${positions.count} positions`);
  const { words, count, assertions, takes } = positions;
  const start = closure(program, positions, program.start);
  const follows = new Map<number, Int32Array>();
  const ranges = new Map<number, CodePointRanges>();
  for (const [offset, { step }] of takes.entries()) {
    const position = assertions.length + offset;
    follows.set(position, closure(program, positions, step.next));
    ranges.set(position, step.ranges);
  }
  return {
    words,
    start,
    restart: startsAtTextStart(start, positions) ? new Int32Array(words) : start,
    matchWord: (count - 1) >>> 5,
    matchBit: 1 << ((count - 1) & 31),
    follow: followTable(follows, words, count),
    classes: characterClasses(ranges, words),
    assertions: assertionTable(program, positions),
  };
}

function positionsOf(steps: readonly Step[]): Positions {
  const entries = steps.map((step, index) => ({ step, index }));
  const assertions = entries.flatMap(({ step, index }) => (step.kind === 'assert' ? { step, index } : []));
  const takes = entries.flatMap(({ step, index }) => (step.kind === 'take' ? { step, index } : []));
  const byStep = new Map([...assertions, ...takes].map(({ index }, position) => [index, position]));
  for (const { step, index } of entries) {
    if (step.kind === 'match') byStep.set(index, assertions.length + takes.length);
  }
  const count = assertions.length + takes.length + 1;
  return { assertions, takes, count, words: Math.ceil(count / BITS_PER_WORD), byStep };
}

/** The positions that are reached from a step without taking a code point and without passing an assertion. */
function closure({ steps }: Program, { byStep, words }: Positions, from: number): Int32Array {
  const reached = new Int32Array(words);
  const seen = new Set<number>();
  const pending = [from];
  for (let index = pending.pop(); index !== undefined; index = pending.pop()) {
    if (seen.has(index)) continue;
    seen.add(index);
    const step = steps[index];
    const position = byStep.get(index);
    if (position !== undefined) addPosition(reached, 0, position);
    else if (step?.kind === 'skip') pending.push(step.next);
    else if (step?.kind === 'fork') pending.push(step.next, step.other);
  }
  return reached;
}

function startsAtTextStart(start: Int32Array, { assertions }: Positions): boolean {
  const rest = start.slice();
  for (const [position, { step }] of assertions.entries()) {
    if (step.assertion === TEXT_START) removePosition(rest, position);
  }
  return rest.every((word) => word === 0);
}

function removePosition(set: Int32Array, position: number): void {
  const word = position >>> 5;
  set[word] = (set[word] ?? 0) & ~(1 << (position & 31));
}

function followTable(follows: ReadonlyMap<number, Int32Array>, words: number, count: number): Int32Array {
  const table = new Int32Array(Math.ceil(count / 8) * BYTE_VALUES * words);
  for (let byte = 0; byte * 8 < count; byte++) {
    for (let value = 1; value < BYTE_VALUES; value++) {
      const row = (byte * BYTE_VALUES + value) * words;
      // The set without its lowest position has its row already.
      const without = (byte * BYTE_VALUES + (value & (value - 1))) * words;
      const added = follows.get(byte * 8 + (31 - Math.clz32(value & -value)));
      for (let word = 0; word < words; word++) {
        table[row + word] = (table[without + word] ?? 0) | (added?.[word] ?? 0);
      }
    }
  }
  return table;
}

function assertionTable(program: Program, positions: Positions): AssertionTable | null {
  const { assertions, words } = positions;
  if (assertions.length === 0) return null;
  const used = assertions.reduce((bits, { step }) => bits | step.assertion, 0);
  const next = assertions.map(({ step }) => closure(program, positions, step.next));
  const reached: (Int32Array | undefined)[] = new Array(COMBINATIONS).fill(undefined);
  for (let holding = 1; holding < COMBINATIONS; holding++) {
    const relevant = holding & used;
    if (relevant === 0) continue;
    reached[holding] =
      relevant === holding ? reachedThrough(assertions, next, holding, words) : reached[relevant];
  }
  return { count: assertions.length, reached };
}

/** For each assertion that holds, what is reached through it and further ones that hold. */
function reachedThrough(
  assertions: Positions['assertions'],
  next: readonly Int32Array[],
  holding: number,
  words: number,
): Int32Array {
  const table = new Int32Array(assertions.length * words);
  for (const [position] of assertions.entries()) {
    const seen = new Set<number>();
    const pending = [position];
    for (let each = pending.pop(); each !== undefined; each = pending.pop()) {
      const assertion = assertions[each]?.step.assertion ?? 0;
      if (seen.has(each) || (assertion & holding) === 0) continue;
      seen.add(each);
      const targets = next[each];
      if (targets === undefined) continue;
      for (let word = 0; word < words; word++) {
        const index = position * words + word;
        table[index] = (table[index] ?? 0) | (targets[word] ?? 0);
      }
      for (const further of assertions.keys()) {
        if (((targets[further >>> 5] ?? 0) & (1 << (further & 31))) !== 0) pending.push(further);
      }
    }
  }
  return table;
}
