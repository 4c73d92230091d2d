import fc from 'fast-check';

const SURROGATES = { first: 0xd800, count: 0x800 };
const LAST_CODE_POINT = 0x10ffff;

/**
 * Any Unicode character, as the unit `binary` of fast-check. That one takes a second of processor time in each process,
 * because it makes a table of all of them first.
 */
const character = fc.integer({ min: 0, max: LAST_CODE_POINT - SURROGATES.count }).map(
  (index) => String.fromCodePoint(index < SURROGATES.first ? index : index + SURROGATES.count),
  (text) => {
    const code = typeof text === 'string' ? text.codePointAt(0) : undefined;
    // An error means that the text is no character: fast-check asks for its list of names that JavaScript treats specially.
    if (code === undefined || text !== String.fromCodePoint(code) || isSurrogate(code))
      throw new Error('must be one character');
    return code < SURROGATES.first ? code : code - SURROGATES.count;
  },
);

const isSurrogate = (code: number): boolean =>
  code >= SURROGATES.first && code < SURROGATES.first + SURROGATES.count;

/** Texts of any Unicode characters, and now and then a name such as `__proto__`. */
export const unicodeText = (lengths: fc.StringSharedConstraints = {}): fc.Arbitrary<string> =>
  fc.string({ ...lengths, unit: character });
