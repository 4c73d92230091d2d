/** Something in a flag, a segment or a condition that an evaluator does not understand. */
export interface Problem {
  /** Where, from what was checked: `rules[0].conditions[1].values[2]`. */
  readonly path: string;
  /** What is wrong and what would be right, as a sentence. */
  readonly message: string;
}

/** Puts the problems of a part below the path of the whole. */
export function within(path: string, problems: readonly Problem[]): readonly Problem[] {
  return problems.map((problem) => ({
    path: problem.path === '' ? path : `${path}.${problem.path}`,
    message: problem.message,
  }));
}
