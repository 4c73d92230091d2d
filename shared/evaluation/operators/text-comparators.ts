import type { JsonValue } from '../../model/json.ts';
import { type Pattern, REGEX_TEXT_LIMIT } from '../regex/pattern.ts';
import { type Comparator, comparator, type EntryResult, type Matcher } from './comparator.ts';
import { reversed, type TextIndex, textIndex } from './text-index.ts';

function readText(entry: JsonValue): EntryResult<string> {
  if (typeof entry !== 'string') return { fault: 'must be a string' };
  return entry.isWellFormed() ? { entry } : { fault: 'must not contain a lone surrogate' };
}

/** Compares an end of the text: that costs no more than the entry is long. */
export const startsWith: Comparator = comparator<string>(readText, (entries) => ({
  one: oneText((value) => entries.some((entry) => value.startsWith(entry))),
  any: (elements) => entries.some((entry) => elements.textIndex().startsWith(entry)),
  parsed: null,
}));

export const endsWith: Comparator = comparator<string>(readText, (entries) => {
  const reversedEntries = entries.map(reversed);
  return {
    one: oneText((value) => entries.some((entry) => value.endsWith(entry))),
    any: (elements) => reversedEntries.some((entry) => elements.textIndex().endsWith(entry)),
    parsed: null,
  };
});

/** A search costs the length of the text times that of the entry at worst. An index is made for searches that may cost more. */
const MAX_PLAIN_WORK = 65_536;

export const contains: Comparator = comparator<string>(readText, (entries) => {
  const length = entries.reduce((sum, entry) => sum + entry.length, 0);
  const search = (index: TextIndex): boolean => entries.some((entry) => index.contains(entry));
  return {
    one: oneText((value) =>
      value.length * length <= MAX_PLAIN_WORK
        ? entries.some((entry) => value.includes(entry))
        : search(textIndex([value])),
    ),
    any: (elements) => search(elements.textIndex()),
    parsed: (text) => search(text.textIndex()),
  };
});

export const regex: Comparator = comparator<Pattern>(
  (entry, patterns) => {
    const text = readText(entry);
    if ('fault' in text) return text;
    const result = patterns(text.entry);
    return 'fault' in result ? result : { entry: result.pattern };
  },
  (patterns) => {
    const test = (text: string): boolean => patterns.some((pattern) => pattern.test(text));
    const testElement = (text: string): boolean => !isTooLong(text) && test(text);
    return {
      one: oneText((text) => (isTooLong(text) ? null : test(text))),
      any: (elements) => elements.anyText(testElement),
      parsed: (text) => (isTooLong(text.source) ? null : text.anyText(test)),
    };
  },
);

function isTooLong(text: JsonValue): boolean {
  return typeof text === 'string' && text.length > REGEX_TEXT_LIMIT;
}

function oneText(test: (text: string) => boolean | null): Matcher['one'] {
  return (value) => (typeof value === 'string' ? test(value) : null);
}
