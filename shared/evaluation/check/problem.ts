/** Something in a flag, a segment or a condition that an evaluator does not understand. */
export interface Problem {
  /** Where it is, relative to what was checked: `rules[0].conditions[1].values[2]`. */
  readonly path: string;
  /** What is wrong and what would be right, as a sentence. */
  readonly message: string;
}

export type Problems = readonly Problem[];

/** Shared by all checks that find nothing, which are nearly all, so that these allocate nothing. */
export const NO_PROBLEMS: Problems = [];

/** One problem, unless the value is valid. */
export function problemUnless(isValid: boolean, path: string, message: string): Problems {
  return isValid ? NO_PROBLEMS : [{ path, message }];
}

/** The same problems, found in a part, with their paths relative to the whole. */
export function withPathPrefix(prefix: string, problems: Problems): Problems {
  if (problems.length === 0) return problems;
  return problems.map(({ path, message }) => ({
    path: path === '' ? prefix : `${prefix}.${path}`,
    message,
  }));
}

/** The problems of all elements of an array. A value that is not an array has none: another check reports that. */
export function checkEach(name: string, list: unknown, check: (element: unknown) => Problems): Problems {
  if (!Array.isArray(list)) return NO_PROBLEMS;
  let problems = NO_PROBLEMS;
  for (let index = 0; index < list.length; index++) {
    const found = check(list[index]);
    if (found.length > 0) problems = [...problems, ...withPathPrefix(`${name}[${index}]`, found)];
  }
  return problems;
}

/** All problems of several checks, in order. */
export function allProblems(...results: readonly Problems[]): Problems {
  let problems = NO_PROBLEMS;
  for (const result of results) {
    if (result.length > 0) problems = problems.length === 0 ? result : [...problems, ...result];
  }
  return problems;
}
