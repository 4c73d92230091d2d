/** A place in a text; both start at 1. Columns count UTF-16 code units. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

type Expected = 'value' | 'valueOrClose' | 'key' | 'keyOrClose' | 'colon' | 'commaOrClose';

const WHITESPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])/y;
const WORD = /(?:true|false|null)(?!\w)/y;

/**
 * The start of the first token at which a text stops being JSON; the end of the text if more is missing; `null` if the
 * text is JSON. The engines' messages name a place in some cases only.
 */
export function jsonSyntaxFault(text: string): TextPlace | null {
  const offset = faultOffset(text);
  if (offset === null) return null;
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function faultOffset(text: string): number | null {
  const open: string[] = [];
  let expected: Expected = 'value';
  for (let index = skip(WHITESPACE, text, 0); ; index = skip(WHITESPACE, text, index)) {
    if (expected === 'commaOrClose' && open.length === 0) return index === text.length ? null : index;
    const end = tokenEnd(text, index);
    const next: Expected | null = end === null ? null : after(expected, text.charAt(index), open);
    if (end === null || next === null) return index;
    expected = next;
    index = end;
  }
}

/** What may follow a token that starts with `first`; `null` if the token is not expected. Changes `open`. */
function after(expected: Expected, first: string, open: string[]): Expected | null {
  if (expected === 'colon') return first === ':' ? 'value' : null;
  if (first === '}' || first === ']') {
    const mayClose =
      expected === 'commaOrClose' || expected === (first === '}' ? 'keyOrClose' : 'valueOrClose');
    return mayClose && open.pop() === (first === '}' ? '{' : '[') ? 'commaOrClose' : null;
  }
  if (expected === 'commaOrClose') {
    if (first !== ',') return null;
    return open.at(-1) === '{' ? 'key' : 'value';
  }
  if (first === ',' || first === ':') return null;
  if (expected === 'key' || expected === 'keyOrClose') return first === '"' ? 'colon' : null;
  if (first !== '{' && first !== '[') return 'commaOrClose';
  open.push(first);
  return first === '{' ? 'keyOrClose' : 'valueOrClose';
}

/** The end of the token at `index`; `null` if no token starts there. */
function tokenEnd(text: string, index: number): number | null {
  const first = text.charAt(index);
  if (first === '') return null;
  if ('{}[],:'.includes(first)) return index + 1;
  if (first === '"') return stringEnd(text, index);
  const end = skip(/[tfn]/.test(first) ? WORD : NUMBER, text, index);
  return end === index ? null : end;
}

function stringEnd(text: string, start: number): number | null {
  for (let index = start + 1; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x22) return index + 1;
    if (code < 0x20) return null;
    if (code !== 0x5c) continue;
    const escaped = text.charAt(index + 1);
    if (escaped === 'u') {
      if (!/^[0-9a-fA-F]{4}$/.test(text.slice(index + 2, index + 6))) return null;
      index += 5;
    } else if (escaped !== '' && '"\\/bfnrt'.includes(escaped)) index += 1;
    else return null;
  }
  return null;
}

/** The end of the match of a sticky pattern at `index`; `index` itself if it does not match. */
function skip(pattern: RegExp, text: string, index: number): number {
  pattern.lastIndex = index;
  return pattern.exec(text) === null ? index : pattern.lastIndex;
}
