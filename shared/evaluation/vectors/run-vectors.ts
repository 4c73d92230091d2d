import type { FlagSet } from '../../model/flag-set.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { isJsonEqual } from '../../model/json-equal.ts';
import type { ErrorCode, Resolution, ResolutionReason } from '../../model/resolution.ts';

/** One file of the suite; `vectors.schema.json` describes it for other languages. */
export interface VectorFile {
  readonly group: string;
  /** The rule of the contract that the cases of this file are about. */
  readonly rule: string;
  readonly flagSet: FlagSet;
  readonly cases: readonly VectorCase[];
}

export interface VectorCase {
  /** States a rule. Unique in its file. */
  readonly description: string;
  readonly flagKey: string;
  readonly context: JsonObject;
  readonly expected: ExpectedResolution | ExpectedError;
}

export interface ExpectedResolution {
  readonly value: JsonValue;
  readonly variationKey: string | null;
  readonly reason: Exclude<ResolutionReason, 'ERROR'>;
}

/** An error: no value, no variation, reason `ERROR`. */
export interface ExpectedError {
  readonly errorCode: ErrorCode;
}

/** The evaluator under test. */
export interface Evaluator<Compiled> {
  compileFlagSet(flagSet: FlagSet): Compiled;
  evaluate(compiled: Compiled, flagKey: string, context: JsonObject): Resolution;
}

/** The complete answer to one case, so that the answers of runtimes can be compared. */
export interface VectorAnswer {
  readonly group: string;
  readonly description: string;
  /** `null` if the evaluator threw. */
  readonly resolution: Resolution | null;
  /** The message of the error that the evaluator threw. */
  readonly thrown: string | null;
}

/** A case whose answer is not the expected one. */
export interface VectorFailure {
  readonly group: string;
  readonly description: string;
  readonly expected: JsonObject;
  readonly actual: JsonValue;
}

/** Answers every case of the suite, in order. An error of the evaluator becomes the answer of the case. */
export function answerVectors<Compiled>(
  files: readonly VectorFile[],
  evaluator: Evaluator<Compiled>,
): VectorAnswer[] {
  return files.flatMap((file) => {
    const compiled = evaluator.compileFlagSet(file.flagSet);
    return file.cases.map((item) =>
      answerCase(file, item, () => evaluator.evaluate(compiled, item.flagKey, item.context)),
    );
  });
}

function answerCase(file: VectorFile, item: VectorCase, ask: () => Resolution): VectorAnswer {
  const { group } = file;
  const { description } = item;
  try {
    return { group, description, resolution: ask(), thrown: null };
  } catch (error) {
    return {
      group,
      description,
      resolution: null,
      thrown: error instanceof Error ? error.message : String(error),
    };
  }
}

/**
 * The cases whose answers are not the expected ones.
 *
 * @param answers what {@link answerVectors} returned for the same files
 */
export function findFailures(
  files: readonly VectorFile[],
  answers: readonly VectorAnswer[],
): VectorFailure[] {
  const cases = files.flatMap((file) => file.cases.map((item) => ({ file, item })));
  return cases.flatMap(({ file, item }, index) => {
    const expected = completeResolution(item);
    const actual = describeAnswer(answers[index]);
    if (isJsonEqual(expected, actual)) return [];
    return [{ group: file.group, description: item.description, expected, actual }];
  });
}

/** Runs the suite: the cases that the evaluator does not answer as expected. Runs on every JavaScript runtime. */
export function runVectors<Compiled>(
  files: readonly VectorFile[],
  evaluator: Evaluator<Compiled>,
): VectorFailure[] {
  return findFailures(files, answerVectors(files, evaluator));
}

/** The complete expectation: a resolution without `errorDetails`, whose text is not part of the contract. */
function completeResolution(item: VectorCase): JsonObject {
  const { flagKey, expected } = item;
  if ('errorCode' in expected) {
    return { flagKey, value: null, variationKey: null, reason: 'ERROR', errorCode: expected.errorCode };
  }
  const { value, variationKey, reason } = expected;
  return { flagKey, value, variationKey, reason, errorCode: null };
}

function describeAnswer(answer: VectorAnswer | undefined): JsonValue {
  if (answer === undefined) return 'no answer';
  if (answer.resolution === null) return `threw: ${answer.thrown}`;
  const { flagKey, value, variationKey, reason, errorCode } = answer.resolution;
  return { flagKey, value, variationKey, reason, errorCode };
}
