import type { JsonValue } from '../../model/json.ts';
import type { Test } from '../decide/compiled-flag-set.ts';
import * as by from '../operators/comparators.ts';

/**
 * Tests for the most frequent conditions: a positive operator, an attribute that is one member of the context, entries of
 * one kind. They save the calls of the general test, which they leave lists, objects and absent attributes to.
 * Whose own a member is, they ask last: it costs as much as the rest, and mostly need not be known.
 */
export function quickTest(
  family: by.Family,
  name: string,
  entries: readonly JsonValue[],
  general: Test,
): Test | null {
  return MAKERS.get(family)?.(name, entries, general) ?? null;
}

type Maker = (name: string, entries: readonly JsonValue[], general: Test) => Test | null;

/** A longer list is left to the general test, which makes a set of it. */
const SHORT_LIST = 4;

const equals: Maker = (name, entries, general) => {
  const [only] = entries;
  if (only === undefined || entries.length > SHORT_LIST) return null;
  if (entries.length === 1) {
    return (context, links) => {
      const value = context[name];
      if (value === only) return Object.hasOwn(context, name);
      return typeof value === 'object' && general(context, links);
    };
  }
  return (context, links) => {
    const value = context[name];
    if (typeof value === 'object') return general(context, links);
    for (let index = 0; index < entries.length; index++) {
      if (value === entries[index]) return Object.hasOwn(context, name);
    }
    return false;
  };
};

/** Ordered comparisons; NaN and the infinities are of no type that can be compared. */
const bounded =
  (test: (value: number, entry: number) => boolean, isHigher: boolean): Maker =>
  (name, entries, general) => {
    const [bound] = entries;
    if (entries.length !== 1 || typeof bound !== 'number') return null;
    if (isHigher) {
      return (context, links) => {
        const value = context[name];
        if (typeof value !== 'number') return typeof value === 'object' && general(context, links);
        return value >= bound && value < Infinity && test(value, bound) && Object.hasOwn(context, name);
      };
    }
    return (context, links) => {
      const value = context[name];
      if (typeof value !== 'number') return typeof value === 'object' && general(context, links);
      return value <= bound && value > -Infinity && test(value, bound) && Object.hasOwn(context, name);
    };
  };

const isDifferent = (value: number, entry: number): boolean => value !== entry;
const isAny = (): boolean => true;

const starts: Maker = (name, entries, general) => {
  const [only] = entries;
  if (entries.length !== 1 || typeof only !== 'string' || only === '') return null;
  const first = only.charCodeAt(0);
  return (context, links) => {
    const value = context[name];
    if (typeof value !== 'string') return typeof value === 'object' && general(context, links);
    return value.charCodeAt(0) === first && value.startsWith(only) && Object.hasOwn(context, name);
  };
};

const ends: Maker = (name, entries, general) => {
  const [only] = entries;
  if (entries.length !== 1 || typeof only !== 'string' || only === '') return null;
  const last = only.charCodeAt(only.length - 1);
  return (context, links) => {
    const value = context[name];
    if (typeof value !== 'string') return typeof value === 'object' && general(context, links);
    return (
      value.charCodeAt(value.length - 1) === last && value.endsWith(only) && Object.hasOwn(context, name)
    );
  };
};

const contains: Maker = (name, entries, general) => {
  const [only] = entries;
  if (entries.length !== 1 || typeof only !== 'string') return null;
  return (context, links) => {
    const value = context[name];
    if (typeof value !== 'string') return typeof value === 'object' && general(context, links);
    return value.includes(only) && Object.hasOwn(context, name);
  };
};

const MAKERS: ReadonlyMap<by.Family, Maker> = new Map([
  [by.equality, equals],
  [by.greater, bounded(isDifferent, true)],
  [by.greaterOrEqual, bounded(isAny, true)],
  [by.less, bounded(isDifferent, false)],
  [by.lessOrEqual, bounded(isAny, false)],
  [by.starting, starts],
  [by.ending, ends],
  [by.containing, contains],
]);
