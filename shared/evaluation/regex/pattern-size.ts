/**
 * The size of a regular expression: what matching and compiling it can cost at most, computed from its text alone, before
 * anything is compiled. The rules are part of the specification (docs/evaluation.md, "Size of a pattern"), so that every
 * implementation refuses the same patterns; `vectors/regex-size.json` holds examples.
 *
 * The scan never rejects syntax. A text that is no pattern also gets a size, and the compiler says what is wrong with it.
 */

/** What every pattern costs besides its parts: one step for each character of a text. */
const PATTERN_BASE = 16;

/** An anchor or a word boundary: it is decided again at each place of a text. */
const ASSERTION_SIZE = 4;

/** A Unicode class such as `\pL`: a table of some hundred ranges. Counted once, however often the class is repeated. */
const UNICODE_CLASS_SIZE = 32;

/** A range of a class that reaches beyond ASCII. Compiling it without regard to case visits each of its characters. */
const WIDE_RANGE_SIZE = 64;

/** A size that is above every limit. Sums and products stop here, so they remain exact integers. */
const HUGE = 1_000_000;

const LAST_ASCII = 0x7f;

/** The size of a pattern. Linear in the length of the text, without recursion. */
export function patternSize(source: string): number {
  const scan: Scan = { source, index: 0, tables: 0 };
  const open: Group[] = [];
  let group: Group = { total: 0, last: 0 };
  while (scan.index < source.length) {
    const char = source.charAt(scan.index);
    if (char === '(') {
      skipGroupHead(scan);
      open.push(group);
      group = { total: 0, last: 0 };
    } else if (char === ')') {
      scan.index++;
      const content = group.total + group.last;
      group = open.pop() ?? { total: 0, last: 0 };
      addAtom(group, content + 1);
    } else if (char === '|') {
      scan.index++;
      addAtom(group, 1);
    } else if (char === '\\' && source.charAt(scan.index + 1) === 'Q') {
      addLiterals(group, scan);
    } else {
      const times = repetition(scan);
      if (times === null) addAtom(group, atomSize(scan));
      else group.last = bounded(group.last * times);
    }
  }
  const content = [...open, group].reduce((sum, { total, last }) => sum + total + last, 0);
  return bounded(PATTERN_BASE + scan.tables + content);
}

/** The part of a pattern within one pair of parentheses. */
interface Group {
  /** The size of everything before the last atom. */
  total: number;
  /** The size of the last atom, which a repetition multiplies. */
  last: number;
}

interface Scan {
  readonly source: string;
  /** Of the next character to read. */
  index: number;
  /** The sizes that repetitions do not multiply. */
  tables: number;
}

const bounded = (size: number): number => Math.min(size, HUGE);

function addAtom(group: Group, size: number): void {
  group.total = bounded(group.total + group.last);
  group.last = bounded(size);
}

/** `(`, `(?:`, `(?i)`, `(?i:`, `(?P<name>` and `(?<name>`. */
const GROUP_HEAD = /\((?:\?(?:P?<\w*>|[a-zA-Z-]*:?))?/y;

function skipGroupHead(scan: Scan): void {
  GROUP_HEAD.lastIndex = scan.index;
  scan.index += GROUP_HEAD.exec(scan.source)?.[0].length ?? 1;
}

/** `\Q…\E`: each character is an atom. */
function addLiterals(group: Group, scan: Scan): void {
  const end = scan.source.indexOf('\\E', scan.index + 2);
  const text = scan.source.slice(scan.index + 2, end < 0 ? undefined : end);
  for (const _ of text) addAtom(group, 1);
  scan.index = end < 0 ? scan.source.length : end + 2;
}

/** `*`, `+`, `?`, `{n}`, `{n,}` and `{n,m}`, each also with the `?` that makes it lazy. */
const REPETITION = /(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})\??/y;

/** How many copies of the last atom a repetition makes, at least one; `null` if there is no repetition here. */
function repetition(scan: Scan): number | null {
  REPETITION.lastIndex = scan.index;
  const match = REPETITION.exec(scan.source);
  if (match === null) return null;
  scan.index += match[0].length;
  const [, least = '1', , most = ''] = match;
  return Math.max(1, Number(least), Number(most));
}

/** A Unicode class: `\pL`, `\p{Greek}`, `\P{^Lu}`. */
const UNICODE_CLASS = /\\[pP](?:\{[^}]*\}|[\s\S]?)/uy;

/** Any other escape: a code point by its number, or one character. */
const ESCAPE = /\\(?:x\{([0-9a-fA-F]*)\}|x([0-9a-fA-F]{2})|[0-7]{1,3}|[\s\S]?)/uy;

/** The size of the atom that begins here; moves behind it. */
function atomSize(scan: Scan): number {
  const char = scan.source.charAt(scan.index);
  if (char === '[') return classSize(scan);
  if (char === '\\') {
    if (skip(UNICODE_CLASS, scan) !== null) {
      scan.tables = bounded(scan.tables + UNICODE_CLASS_SIZE);
      return 1;
    }
    const text = skip(ESCAPE, scan)?.[0] ?? '';
    return /^\\[bBAz]$/.test(text) ? ASSERTION_SIZE : 1;
  }
  scan.index += codePointAt(scan) > 0xffff ? 2 : 1;
  return char === '^' || char === '$' ? ASSERTION_SIZE : 1;
}

/** `[…]`: one character of a text, whatever the class contains. */
function classSize(scan: Scan): number {
  const { source } = scan;
  scan.index++;
  if (source.charAt(scan.index) === '^') scan.index++;
  const first = scan.index;
  while (scan.index < source.length) {
    if (source.charAt(scan.index) === ']' && scan.index > first) break;
    if (skip(ASCII_CLASS, scan) !== null) continue;
    if (skip(UNICODE_CLASS, scan) !== null) {
      scan.tables = bounded(scan.tables + UNICODE_CLASS_SIZE);
      continue;
    }
    skipCharacter(scan);
    if (source.charAt(scan.index) !== '-' || source.charAt(scan.index + 1) === ']') continue;
    scan.index++;
    if (skipCharacter(scan) > LAST_ASCII) scan.tables = bounded(scan.tables + WIDE_RANGE_SIZE);
  }
  scan.index++;
  return 1;
}

/** A class by name, inside another one: `[:alpha:]`. */
const ASCII_CLASS = /\[:\^?\w*:\]/y;

/** Moves behind one character of a class and returns its code point; of an escape that is no number, that of its letter. */
function skipCharacter(scan: Scan): number {
  if (scan.source.charAt(scan.index) === '\\') {
    const [text = '', braced, two] = skip(ESCAPE, scan) ?? [];
    const digits = braced ?? two;
    return digits === undefined ? (text.codePointAt(1) ?? 0) : Number.parseInt(digits, 16);
  }
  const codePoint = codePointAt(scan);
  scan.index += codePoint > 0xffff ? 2 : 1;
  return codePoint;
}

const codePointAt = ({ source, index }: Scan): number => source.codePointAt(index) ?? 0;

/** Moves behind a match that begins exactly here; `null` if there is none. */
function skip(pattern: RegExp, scan: Scan): RegExpExecArray | null {
  pattern.lastIndex = scan.index;
  const match = pattern.exec(scan.source);
  if (match !== null) scan.index += match[0].length;
  return match;
}
