import fc from 'fast-check';

const CHARACTERS = ['a', 'b', 'K', 'é', '日', '😀', '_', '-', ' ', '\\.', '\\n', '\\x{17f}', '\\Q.+\\E'];
const CLASSES = [
  '.',
  '\\d',
  '\\W',
  '\\pL',
  '\\P{Lu}',
  '[ab]',
  '[^a]',
  '[a-kK]',
  '[^\\n]',
  '[[:alpha:]_]',
  '[é-日]',
  '[\\s\\pN]',
];
const ASSERTIONS = ['^', '$', '\\A', '\\z', '\\b', '\\B'];
const REPETITIONS = ['*', '+', '?', '*?', '+?', '{2}', '{0,2}', '{1,}', '{0}'];
const FLAGS = ['', '(?i)', '(?s)', '(?m)', '(?im)', '(?U)'];

const { pattern } = fc.letrec<{ pattern: string; repeated: string; group: string }>((tie) => ({
  pattern: fc.array(tie('repeated'), { minLength: 0, maxLength: 4 }).map((parts) => parts.join('')),
  repeated: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...CHARACTERS) },
    { weight: 2, arbitrary: fc.constantFrom(...ASSERTIONS) },
    { weight: 3, arbitrary: fc.constantFrom(...CLASSES) },
    {
      weight: 3,
      arbitrary: fc
        .tuple(fc.oneof(fc.constantFrom(...CLASSES), tie('group')), fc.constantFrom(...REPETITIONS))
        .map((parts) => parts.join('')),
    },
    { weight: 1, arbitrary: tie('group') },
  ),
  group: fc
    .array(tie('pattern'), { minLength: 1, maxLength: 3 })
    .map((alternatives) => `(?:${alternatives.join('|')})`),
}));

/** Patterns that re2js accepts, with classes, groups, repetitions, assertions and flags. */
export const arbitraryPattern: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...FLAGS), pattern)
  .map((parts) => parts.join(''));

/** Texts of characters that such patterns distinguish. */
export const arbitraryPatternText: fc.Arbitrary<string> = fc
  .array(
    fc.constantFrom(
      'a',
      'b',
      'k',
      'K',
      '\u212a',
      'ſ',
      's',
      'é',
      'É',
      '日',
      '😀',
      '\ud83d',
      '_',
      '-',
      ' ',
      '\n',
      '5',
      '.',
      '+',
    ),
    {
      maxLength: 12,
    },
  )
  .map((characters) => characters.join(''));
