/** Something in a flag, a segment or a condition that an evaluator does not understand. */
export interface Problem {
  /** Where, from what was checked: `rules[0].conditions[1].values[2]`. */
  readonly path: string;
  /** What is wrong and what would be right, as a sentence. */
  readonly message: string;
}

export type Problems = readonly Problem[];

/** The usual case, which is why it costs nothing. */
export const NO_PROBLEMS: Problems = [];

/** One problem, unless all is well. */
export function problemUnless(isWell: boolean, path: string, message: string): Problems {
  return isWell ? NO_PROBLEMS : [{ path, message }];
}

export function concatProblems(first: Problems, second: Problems): Problems {
  if (first.length === 0) return second;
  return second.length === 0 ? first : [...first, ...second];
}

/** Puts the problems of a part below the path of the whole. */
export function withPathPrefix(path: string, problems: Problems): Problems {
  if (problems.length === 0) return problems;
  return problems.map((problem) => ({
    path: problem.path === '' ? path : `${path}.${problem.path}`,
    message: problem.message,
  }));
}

/** The problems of the items of a list. What is no list has none: that is said elsewhere. */
export function checkEach(name: string, list: unknown, check: (item: unknown) => Problems): Problems {
  if (!Array.isArray(list)) return NO_PROBLEMS;
  let problems = NO_PROBLEMS;
  for (let index = 0; index < list.length; index++) {
    const found = check(list[index]);
    if (found.length > 0) problems = concatProblems(problems, withPathPrefix(`${name}[${index}]`, found));
  }
  return problems;
}
