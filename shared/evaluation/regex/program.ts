import { RE2JS } from 're2js';

/** A range of code points: the first and the last one of each, ascending and apart. */
export type CodePointRanges = ArrayLike<number>;

/** One step of a pattern's program. `next` and `other` are indices of steps. */
export type Step =
  /** Takes one code point of the ranges. */
  | { readonly kind: 'take'; readonly ranges: CodePointRanges; readonly next: number }
  /** Continues in both directions. */
  | { readonly kind: 'fork'; readonly next: number; readonly other: number }
  /** Continues if an assertion holds: one of `ASSERTIONS`. */
  | { readonly kind: 'assert'; readonly assertion: number; readonly next: number }
  | { readonly kind: 'skip'; readonly next: number }
  | { readonly kind: 'match' }
  | { readonly kind: 'fail' };

/** A pattern as a nondeterministic automaton (Thompson's construction), as re2js compiles it. */
export interface Program {
  readonly steps: readonly Step[];
  readonly start: number;
}

/** The assertions of RE2, as bits. */
export const ASSERTIONS = {
  lineStart: 1,
  lineEnd: 2,
  textStart: 4,
  textEnd: 8,
  wordBoundary: 16,
  noWordBoundary: 32,
} as const;

const ALL_ASSERTIONS = 63;

const LAST_CODE_POINT = 0x10ffff;
const NEWLINE = 0x0a;
const ANY: CodePointRanges = [0, LAST_CODE_POINT];
const ANY_BUT_NEWLINE: CodePointRanges = [0, NEWLINE - 1, NEWLINE + 1, LAST_CODE_POINT];

/** The operations of re2js 2.10, `Inst.op`. Its program has no documented form: `program.test.ts` compares the results. */
const OPERATION = {
  fork: 1,
  forkMatch: 2,
  capture: 3,
  assert: 4,
  fail: 5,
  match: 6,
  skip: 7,
  take: 8,
  takeOne: 9,
  takeAny: 10,
  takeAnyButNewline: 11,
} as const;

/** `Inst.arg` of a step that takes one code point without regard to case. */
const FOLD_CASE = 1;

interface Instruction {
  readonly op: number;
  readonly out: number;
  readonly arg: number;
  readonly runes: Int32Array;
}

/**
 * Parses and compiles a pattern of RE2 syntax. The caller bounds the size of the pattern before.
 *
 * @throws Error if the syntax is wrong, with the reason
 */
export function compileProgram(source: string): Program {
  const { inst, start } = programOf(source);
  const folded = new Map<number, CodePointRanges>();
  return { steps: inst.map((instruction) => toStep(instruction, folded)), start };
}

function programOf(source: string): { readonly inst: readonly Instruction[]; readonly start: number } {
  return RE2JS.compile(source).re2().prog;
}

function toStep(instruction: Instruction, folded: Map<number, CodePointRanges>): Step {
  const { op, out: next, arg } = instruction;
  switch (op) {
    case OPERATION.fork:
    case OPERATION.forkMatch:
      return { kind: 'fork', next, other: arg };
    case OPERATION.capture:
    case OPERATION.skip:
      return { kind: 'skip', next };
    case OPERATION.assert:
      if ((arg & ~ALL_ASSERTIONS) !== 0) break;
      return { kind: 'assert', assertion: arg, next };
    case OPERATION.take:
    case OPERATION.takeOne:
      return { kind: 'take', ranges: rangesOf(instruction, folded), next };
    case OPERATION.takeAny:
      return { kind: 'take', ranges: ANY, next };
    case OPERATION.takeAnyButNewline:
      return { kind: 'take', ranges: ANY_BUT_NEWLINE, next };
    case OPERATION.match:
      return { kind: 'match' };
    case OPERATION.fail:
      return { kind: 'fail' };
  }
  throw new Error('the pattern uses a feature that is not supported');
}

function rangesOf({ runes, arg }: Instruction, folded: Map<number, CodePointRanges>): CodePointRanges {
  const [only] = runes;
  if (runes.length !== 1 || only === undefined) return runes;
  if ((arg & FOLD_CASE) === 0) return [only, only];
  const known = folded.get(only) ?? foldedRanges(only);
  folded.set(only, known);
  return known;
}

/**
 * The code points that equal one without regard to case. re2js folds the classes of a pattern when it parses them, so a class
 * with this character and the last code point, which has no case, has the answer.
 */
function foldedRanges(codePoint: number): CodePointRanges {
  const character = `\\x{${codePoint.toString(16)}}`;
  const { inst } = programOf(`(?i)[${character}\\x{${LAST_CODE_POINT.toString(16)}}]`);
  const runes = inst.find(({ op }) => op === OPERATION.take)?.runes ?? new Int32Array();
  return runes.slice(0, -2);
}
