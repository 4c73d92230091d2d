import type { JsonValue } from '../../model/json.ts';
import type { Test } from '../decide/compiled-flag-set.ts';
import type { Comparator } from '../operators/comparator.ts';
import * as by from '../operators/comparators.ts';
import { isDistinctNumber, isScalar } from '../operators/scalar.ts';
import * as byText from '../operators/text-comparators.ts';

/**
 * A faster test for the most frequent conditions: a positive operator, an attribute that is one member of the context, few
 * entries. It makes fewer calls than the general test and leaves arrays to it. `null` if there is none for the condition.
 *
 * Whether the member is the context's own is checked last: that costs as much as all the rest, and a condition that does
 * not hold does not need it.
 *
 * @param name the name of the member
 */
export function fastTest(
  comparator: Comparator,
  name: string,
  entries: readonly JsonValue[],
  general: Test,
): Test | null {
  return MAKERS.get(comparator)?.(name, entries, general) ?? null;
}

type Maker = (name: string, entries: readonly JsonValue[], general: Test) => Test | null;

/** A longer list is left to the general test, which makes a `Set` of it. */
const MAX_ENTRIES = 4;

const equals: Maker = (name, entries, general) => {
  const [only] = entries;
  if (only === undefined || entries.length > MAX_ENTRIES || !entries.every(isScalar)) return null;
  if (entries.length === 1) {
    return (context, links, memo) => {
      const value = context[name];
      if (value === only) return Object.hasOwn(context, name);
      return typeof value === 'object' && general(context, links, memo);
    };
  }
  return (context, links, memo) => {
    const value = context[name];
    if (typeof value === 'object') return general(context, links, memo);
    for (let index = 0; index < entries.length; index++) {
      if (value === entries[index]) return Object.hasOwn(context, name);
    }
    return false;
  };
};

/** Comparisons of order. NaN and the infinities are of a type that no operator takes. */
const ordered =
  (test: (value: number, entry: number) => boolean, isHigher: boolean): Maker =>
  (name, entries, general) => {
    const [bound] = entries;
    if (entries.length !== 1 || bound === undefined || !isDistinctNumber(bound)) return null;
    if (isHigher) {
      return (context, links, memo) => {
        const value = context[name];
        if (typeof value !== 'number') return typeof value === 'object' && general(context, links, memo);
        return value >= bound && value < Infinity && test(value, bound) && Object.hasOwn(context, name);
      };
    }
    return (context, links, memo) => {
      const value = context[name];
      if (typeof value !== 'number') return typeof value === 'object' && general(context, links, memo);
      return value <= bound && value > -Infinity && test(value, bound) && Object.hasOwn(context, name);
    };
  };

const isDifferent = (value: number, entry: number): boolean => value !== entry;
const isAny = (): boolean => true;

const startsWith: Maker = (name, entries, general) => {
  const [only] = entries;
  if (entries.length !== 1 || typeof only !== 'string' || only === '') return null;
  const first = only.charCodeAt(0);
  return (context, links, memo) => {
    const value = context[name];
    if (typeof value !== 'string') return typeof value === 'object' && general(context, links, memo);
    return value.charCodeAt(0) === first && value.startsWith(only) && Object.hasOwn(context, name);
  };
};

const endsWith: Maker = (name, entries, general) => {
  const [only] = entries;
  if (entries.length !== 1 || typeof only !== 'string' || only === '') return null;
  const last = only.charCodeAt(only.length - 1);
  return (context, links, memo) => {
    const value = context[name];
    if (typeof value !== 'string') return typeof value === 'object' && general(context, links, memo);
    return (
      value.charCodeAt(value.length - 1) === last && value.endsWith(only) && Object.hasOwn(context, name)
    );
  };
};

/** A longer text is left to the general test, which bounds the work of all searches in it. */
const MAX_SEARCHED_LENGTH = 32;

const contains: Maker = (name, entries, general) => {
  const [only] = entries;
  if (entries.length !== 1 || typeof only !== 'string') return null;
  return (context, links, memo) => {
    const value = context[name];
    if (typeof value !== 'string') return typeof value === 'object' && general(context, links, memo);
    if (value.length > MAX_SEARCHED_LENGTH) return general(context, links, memo);
    return value.includes(only) && Object.hasOwn(context, name);
  };
};

const MAKERS: ReadonlyMap<Comparator, Maker> = new Map([
  [by.equality, equals],
  [by.greater, ordered(isDifferent, true)],
  [by.greaterOrEqual, ordered(isAny, true)],
  [by.less, ordered(isDifferent, false)],
  [by.lessOrEqual, ordered(isAny, false)],
  [byText.startsWith, startsWith],
  [byText.endsWith, endsWith],
  [byText.contains, contains],
]);
