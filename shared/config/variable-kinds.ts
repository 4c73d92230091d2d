import type { VariableKind } from './variable.ts';

/** Any text. */
export const anyText: VariableKind<string> = { rule: 'must be a text', parse: (text) => text };

/** A port; 0 lets the operating system choose one. */
export const port: VariableKind<number> = portFrom(0);

/** A port of a service that others must find. */
export const fixedPort: VariableKind<number> = portFrom(1);

function portFrom(least: number): VariableKind<number> {
  return {
    rule: `must be a port number from ${least} to 65535`,
    parse(text) {
      const number = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
      return number >= least && number <= 65_535 ? number : undefined;
    },
  };
}

/** A whole number of seconds, at least 1; read as milliseconds. */
export const seconds: VariableKind<number> = {
  rule: 'must be a whole number of seconds, at least 1',
  parse(text) {
    const count = parseWholeNumber(text, 1, 9_999_999_999);
    return count === undefined ? undefined : count * 1000;
  },
};

/** A whole number from 1 to `most`. */
export function countUpTo(most: number): VariableKind<number> {
  return {
    rule: `must be a whole number from 1 to ${most}`,
    parse: (text) => parseWholeNumber(text, 1, most),
  };
}

/** One of these words. */
export function choiceOf<const Word extends string>(words: readonly Word[]): VariableKind<Word> {
  return {
    rule: `must be one of ${words.join(', ')}`,
    parse: (text) => words.find((word) => word === text),
  };
}

/** A text of this form. */
export function matching(pattern: RegExp, rule: string): VariableKind<string> {
  return { rule, parse: (text) => (pattern.test(text) ? text : undefined) };
}

/**
 * A URL with one of these protocols, each with its colon.
 *
 * @param example ends the fault
 */
export function urlWith(protocols: readonly string[], example: string): VariableKind<string> {
  const starts = protocols.map((protocol) => `${protocol}//`).join(' or ');
  return {
    rule: `must be a URL that begins with ${starts}, for example ${example}`,
    parse(text) {
      if (!URL.canParse(text)) return undefined;
      const { protocol, username, password } = new URL(text);
      if (!protocols.includes(protocol)) return undefined;
      if (!isDecodable(username + password))
        throw new Error('has a raw "%" in user or password; write it as %25');
      return text;
    },
  };
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** Without a sign, an exponent or leading zeros. */
function parseWholeNumber(text: string, least: number, most: number): number | undefined {
  if (!/^(0|[1-9]\d{0,15})$/.test(text)) return undefined;
  const number = Number(text);
  return number >= least && number <= most ? number : undefined;
}
