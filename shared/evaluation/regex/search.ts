import { type CharacterClasses, classOf } from './character-classes.ts';
import type { AssertionTable, PositionAutomaton } from './position-automaton.ts';
import { ASSERTIONS } from './program.ts';

/** Whether a text contains a match. */
export type Search = (text: string) => boolean;

/** A search for the pattern of an automaton. It keeps its working memory, so a search never runs within another one. */
export function createSearch(automaton: PositionAutomaton): Search {
  return automaton.words === 1 ? narrowSearch(automaton) : wideSearch(automaton);
}

/** The character on one side of a place between two characters. */
const NOTHING = 0;
const NEWLINE = 1;
const WORD = 2;
const OTHER = 3;

function kindOf(codePoint: number): number {
  if (codePoint === 0x0a) return NEWLINE;
  const isWord =
    (codePoint >= 0x61 && codePoint <= 0x7a) ||
    (codePoint >= 0x41 && codePoint <= 0x5a) ||
    (codePoint >= 0x30 && codePoint <= 0x39) ||
    codePoint === 0x5f;
  return isWord ? WORD : OTHER;
}

/** The assertions that hold between two kinds: by `before * 4 + after`. */
const HOLDING: readonly number[] = Array.from({ length: 16 }, (_, index) =>
  holdingBetween(index >>> 2, index & 3),
);

function holdingBetween(before: number, after: number): number {
  const { lineStart, lineEnd, textStart, textEnd, wordBoundary, noWordBoundary } = ASSERTIONS;
  return (
    (before === NOTHING ? textStart | lineStart : 0) |
    (before === NEWLINE ? lineStart : 0) |
    (after === NOTHING ? textEnd | lineEnd : 0) |
    (after === NEWLINE ? lineEnd : 0) |
    ((before === WORD) !== (after === WORD) ? wordBoundary : noWordBoundary)
  );
}

/** Up to 32 positions: a set is one integer. */
function narrowSearch(automaton: PositionAutomaton): Search {
  const { follow, classes, assertions, matchBit } = automaton;
  const asciiMasks = Int32Array.from(classes.ascii, (each) => classes.masks[each] ?? 0);
  const start = automaton.start[0] ?? 0;
  const restart = automaton.restart[0] ?? 0;
  return (text) => {
    let before = NOTHING;
    let states = start;
    for (let index = 0; ; ) {
      const atEnd = index >= text.length;
      const codePoint = atEnd ? -1 : codePointAt(text, index);
      if (assertions !== null) {
        const after = atEnd ? NOTHING : kindOf(codePoint);
        states |= throughAssertions(assertions, states, before * 4 + after);
        before = after;
      }
      if ((states & matchBit) !== 0) return true;
      if (atEnd || (states | restart) === 0) return false;
      const mask = codePoint < 128 ? asciiMasks[codePoint] : classes.masks[classOf(classes, codePoint)];
      states = restart | followOf(follow, states & (mask ?? 0));
      index += codePoint > 0xffff ? 2 : 1;
    }
  };
}

function followOf(follow: Int32Array, states: number): number {
  if (states === 0) return 0;
  let next = follow[states & 255] ?? 0;
  if (states >>> 8 === 0) return next;
  next |= follow[256 + ((states >>> 8) & 255)] ?? 0;
  next |= follow[512 + ((states >>> 16) & 255)] ?? 0;
  return next | (follow[768 + (states >>> 24)] ?? 0);
}

function throughAssertions({ count, reached }: AssertionTable, states: number, between: number): number {
  const table = reached[HOLDING[between] ?? 0];
  if (table === undefined) return 0;
  let added = 0;
  for (let position = 0; position < count; position++) {
    if ((states & (1 << position)) !== 0) added |= table[position] ?? 0;
  }
  return added;
}

function codePointAt(text: string, index: number): number {
  const unit = text.charCodeAt(index);
  return (unit & 0xf800) === 0xd800 ? (text.codePointAt(index) ?? unit) : unit;
}

/** Any number of positions. */
function wideSearch(automaton: PositionAutomaton): Search {
  const { words, start, restart, matchWord, matchBit, classes, assertions } = automaton;
  let states = new Int32Array(words);
  let next = new Int32Array(words);
  const restarts = restart.some((word) => word !== 0);
  return (text) => {
    let before = NOTHING;
    states.set(start);
    for (let index = 0; ; ) {
      const atEnd = index >= text.length;
      const codePoint = atEnd ? -1 : codePointAt(text, index);
      if (assertions !== null) {
        const after = atEnd ? NOTHING : kindOf(codePoint);
        addThroughAssertions(assertions, states, HOLDING[before * 4 + after] ?? 0);
        before = after;
      }
      if (((states[matchWord] ?? 0) & matchBit) !== 0) return true;
      if (atEnd) return false;
      next.set(restart);
      const moved = addFollowing(automaton, states, next, maskOffset(classes, codePoint, words));
      if (!moved && !restarts) return false;
      const former = states;
      states = next;
      next = former;
      index += codePoint > 0xffff ? 2 : 1;
    }
  };
}

function maskOffset(classes: CharacterClasses, codePoint: number, words: number): number {
  return classOf(classes, codePoint) * words;
}

/** Adds to `next` what follows the states that take a character of a class. Returns whether there are any. */
function addFollowing(
  { words, follow, classes }: PositionAutomaton,
  states: Int32Array,
  next: Int32Array,
  mask: number,
): boolean {
  const { masks } = classes;
  let moved = false;
  for (let word = 0; word < words; word++) {
    let rest = (states[word] ?? 0) & (masks[mask + word] ?? 0);
    if (rest !== 0) moved = true;
    for (let row = word * 4 * 256; rest !== 0; rest >>>= 8, row += 256) {
      const value = rest & 255;
      if (value === 0) continue;
      const from = (row + value) * words;
      for (let each = 0; each < words; each++) next[each] = (next[each] ?? 0) | (follow[from + each] ?? 0);
    }
  }
  return moved;
}

function addThroughAssertions({ count, reached }: AssertionTable, states: Int32Array, holding: number): void {
  const table = reached[holding];
  if (table === undefined) return;
  const words = states.length;
  for (let position = 0; position < count; position++) {
    if (((states[position >>> 5] ?? 0) & (1 << (position & 31))) === 0) continue;
    const from = position * words;
    for (let each = 0; each < words; each++) states[each] = (states[each] ?? 0) | (table[from + each] ?? 0);
  }
}
