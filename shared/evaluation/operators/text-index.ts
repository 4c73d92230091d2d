import { anyStartsWith, ascending } from './ordered-keys.ts';

/**
 * Written before and after each part of a text without halves of surrogate pairs. They are such halves, which no entry
 * contains, so an entry cannot match across them.
 */
const START = '\uD800';
const END = '\uDC00';
const HALVES = /\p{Surrogate}+/u;

/**
 * Plain searches may cost this much for each code unit of the texts, in compared code units; then a suffix automaton is
 * built. A plain search is faster unless there are many, and its cost is the product of both lengths at worst.
 */
const PLAIN_SEARCH_WORK = 64;

/** Searches texts for entries, which contain no half of a surrogate pair. */
export interface TextIndex {
  readonly contains: (entry: string) => boolean;
  readonly startsWith: (entry: string) => boolean;
  /** @param reversedEntry the entry as `reversed` returns it */
  readonly endsWith: (reversedEntry: string) => boolean;
}

/** The code units of a text from the last to the first. */
export function reversed(text: string): string {
  return text.split('').reverse().join('');
}

/** The time of all searches together is proportional to the length of the texts plus that of the entries. */
export function textIndex(texts: readonly string[]): TextIndex {
  let find: ((entry: string) => boolean) | null = null;
  let inOrder: readonly string[] | null = null;
  let reversedInOrder: readonly string[] | null = null;
  return {
    contains(entry) {
      if (entry === '') return texts.length > 0;
      find ??= search(texts.map(marked).join(''));
      return find(entry);
    },
    startsWith(entry) {
      inOrder ??= ascending(texts);
      return anyStartsWith(inOrder, entry);
    },
    endsWith(reversedEntry) {
      reversedInOrder ??= ascending(texts.map(reversed));
      return anyStartsWith(reversedInOrder, reversedEntry);
    },
  };
}

function search(text: string): (entry: string) => boolean {
  let workLeft = text.length * PLAIN_SEARCH_WORK;
  let automaton: SuffixAutomaton | null = null;
  return (entry) => {
    const work = Math.max(1, text.length - entry.length) * entry.length;
    if (automaton === null && work <= workLeft) {
      workLeft -= work;
      return text.includes(entry);
    }
    automaton ??= new SuffixAutomaton(text);
    return automaton.has(entry);
  };
}

/** The parts of a text between marks. Two marks without a part between them would be a pair. */
function marked(text: string): string {
  return text
    .split(HALVES)
    .filter((part) => part !== '')
    .map((part) => START + part + END)
    .join('');
}

/**
 * Recognises every part of a text (Blumer et al., "The smallest automaton recognizing the subwords of a text", 1985): at most
 * two states and three transitions for each code unit. Transitions are in one hash table with linear probing.
 */
class SuffixAutomaton {
  readonly #length: Int32Array;
  readonly #link: Int32Array;
  /** The last transition that was added to each state, and the one before each transition: slots plus 1; 0 for none. */
  readonly #lastSlot: Int32Array;
  readonly #slotBefore: Int32Array;
  readonly #slotState: Int32Array;
  readonly #slotUnit: Uint16Array;
  readonly #slotTarget: Int32Array;
  readonly #mask: number;
  #states = 1;

  constructor(text: string) {
    const states = 2 * text.length + 2;
    const slots = 2 ** Math.ceil(Math.log2(6 * text.length + 8));
    this.#length = new Int32Array(states);
    this.#link = new Int32Array(states).fill(-1);
    this.#lastSlot = new Int32Array(states);
    this.#slotBefore = new Int32Array(slots);
    this.#slotState = new Int32Array(slots).fill(-1);
    this.#slotUnit = new Uint16Array(slots);
    this.#slotTarget = new Int32Array(slots);
    this.#mask = slots - 1;
    let last = 0;
    for (let index = 0; index < text.length; index++) last = this.#extend(last, text.charCodeAt(index));
  }

  has(needle: string): boolean {
    let state = 0;
    for (let index = 0; index < needle.length && state >= 0; index++) {
      state = this.#target(state, needle.charCodeAt(index));
    }
    return state >= 0;
  }

  /** Adds one code unit. Returns the state of the whole text up to it. */
  #extend(last: number, unit: number): number {
    const state = this.#newState((this.#length[last] ?? 0) + 1);
    let from = last;
    while (from >= 0 && this.#target(from, unit) < 0) {
      this.#add(from, unit, state);
      from = this.#link[from] ?? -1;
    }
    this.#link[state] = from < 0 ? 0 : this.#split(from, unit);
    return state;
  }

  /** The state that a transition leads to, with no longer texts than the transition makes: a copy of it if need be. */
  #split(from: number, unit: number): number {
    const target = this.#target(from, unit);
    const length = (this.#length[from] ?? 0) + 1;
    if (this.#length[target] === length) return target;
    const copy = this.#newState(length);
    this.#link[copy] = this.#link[target] ?? -1;
    for (let slot = this.#lastSlot[target] ?? 0; slot > 0; slot = this.#slotBefore[slot - 1] ?? 0) {
      this.#add(copy, this.#slotUnit[slot - 1] ?? 0, this.#slotTarget[slot - 1] ?? 0);
    }
    for (let each = from; each >= 0 && this.#target(each, unit) === target; each = this.#link[each] ?? -1) {
      this.#slotTarget[this.#slot(each, unit)] = copy;
    }
    this.#link[target] = copy;
    return copy;
  }

  #newState(length: number): number {
    this.#length[this.#states] = length;
    return this.#states++;
  }

  #add(state: number, unit: number, target: number): void {
    const slot = this.#slot(state, unit);
    this.#slotState[slot] = state;
    this.#slotUnit[slot] = unit;
    this.#slotTarget[slot] = target;
    this.#slotBefore[slot] = this.#lastSlot[state] ?? 0;
    this.#lastSlot[state] = slot + 1;
  }

  /** -1 if there is no such transition. */
  #target(state: number, unit: number): number {
    const slot = this.#slot(state, unit);
    return this.#slotState[slot] === -1 ? -1 : (this.#slotTarget[slot] ?? -1);
  }

  /** The slot of a transition, or the free one in which it would be. */
  #slot(state: number, unit: number): number {
    let slot = (Math.imul(state, 0x9e3779b1) ^ Math.imul(unit + 1, 0x85ebca6b)) >>> 7;
    slot &= this.#mask;
    while (
      this.#slotState[slot] !== -1 &&
      (this.#slotState[slot] !== state || this.#slotUnit[slot] !== unit)
    ) {
      slot = (slot + 1) & this.#mask;
    }
    return slot;
  }
}
