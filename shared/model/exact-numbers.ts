import { endOfJsonString } from './json-text.ts';

const STRING_OR_BRACKET_OR_NUMBER = /["{}[\],]|-?\d[\d.eE+-]*/g;
/** At most this many digits are always held exactly. */
const SAFE_DIGITS = 15;

/** An object or array that the search is inside of. */
interface Level {
  readonly isArray: boolean;
  index: number;
  key: string;
}

/**
 * The JSON pointer of the first number of a JSON text that JavaScript cannot hold exactly as it is written, for example
 * 9007199254740993 or 1e400; `null` if there is none. A fraction is exact if it prints as it was written, apart from
 * zeros at its end: 0.1 is, 0.1000000000000000055 is not.
 *
 * @param text must be JSON
 */
export function inexactNumberPointer(text: string): string | null {
  const levels: Level[] = [];
  const token = new RegExp(STRING_OR_BRACKET_OR_NUMBER);
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [found] = match;
    const level = levels.at(-1);
    if (found === '"') {
      const end = endOfJsonString(text, match.index);
      token.lastIndex = end + 1;
      if (level && !level.isArray && level.key === '') level.key = text.slice(match.index, end + 1);
    } else if (found === '{' || found === '[') {
      levels.push({ isArray: found === '[', index: 0, key: '' });
    } else if (found === '}' || found === ']') levels.pop();
    else if (found === ',') {
      if (level) {
        level.index += 1;
        level.key = '';
      }
    } else if (!isExact(found)) return pointerOf(levels);
  }
  return null;
}

function isExact(written: string): boolean {
  if (written.length <= SAFE_DIGITS && !/[eE]/.test(written)) return true;
  const value = Number(written);
  return Number.isFinite(value) && digitsOf(String(value)) === digitsOf(written);
}

/** A decimal number in a form that is equal for equal numbers: sign, digits without outer zeros, exponent. */
function digitsOf(decimal: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(decimal) ?? [];
  const digits = whole + fraction;
  const start = digits.search(/[1-9]/);
  if (start < 0) return '0';
  let end = digits.length;
  while (digits.charAt(end - 1) === '0') end -= 1;
  return `${sign}${digits.slice(start, end)}e${Number(exponent) - fraction.length + (digits.length - end)}`;
}

function pointerOf(levels: readonly Level[]): string {
  return levels.map(({ isArray, index, key }) => `/${isArray ? index : escapePointer(key)}`).join('');
}

/** @param quoted the name of a member as JSON */
function escapePointer(quoted: string): string {
  return String(JSON.parse(quoted)).replaceAll('~', '~0').replaceAll('/', '~1');
}
