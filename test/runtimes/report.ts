import {
  findFailures,
  type VectorAnswer,
  type VectorFile,
} from '../../shared/evaluation/vectors/run-vectors.ts';
import type { Outcome } from './runtime.ts';

export interface Result {
  readonly name: string;
  /** `null` if the runtime could not run the vectors; `problem` is the reason. */
  readonly outcome: Outcome | null;
  readonly problem: string | null;
  readonly milliseconds: number;
}

export interface Verdict {
  readonly name: string;
  readonly version: string;
  readonly passed: number;
  readonly failed: number;
  /** Cases whose complete answer, error texts included, differs from that of the first runtime. */
  readonly different: number;
  readonly milliseconds: number;
  readonly details: readonly string[];
}

/**
 * Compares the answers of each runtime with the expectations, and every complete answer with that of the first runtime. A case
 * that differs in either comparison has failed. In a runtime that could not run, all cases have failed.
 */
export function judge(files: readonly VectorFile[], results: readonly Result[]): Verdict[] {
  const cases = files.reduce((sum, file) => sum + file.cases.length, 0);
  const reference = answersOf(results.find((result) => result.outcome !== null));
  return results.map((result): Verdict => {
    const { name, outcome, problem, milliseconds } = result;
    if (outcome === null) {
      const details = [problem ?? 'did not run'];
      return { name, version: '-', passed: 0, failed: cases, different: 0, milliseconds, details };
    }
    const answers = answersOf(result);
    const failures = findFailures(files, answers);
    const different = reference.filter(
      (answer, index) => JSON.stringify(answer) !== JSON.stringify(answers[index]),
    );
    const failedCases = new Set(
      [...failures, ...different].map(({ group, description }) => `${group}: ${description}`),
    );
    const extra = Math.max(0, answers.length - cases);
    const details = [
      ...failures.map(
        (failure) => `${failure.group}: ${failure.description}: ${JSON.stringify(failure.actual)}`,
      ),
      ...different.map(
        ({ group, description }) => `${group}: ${description}: differs from the first runtime`,
      ),
    ];
    const failed = failedCases.size + extra;
    const { version } = outcome;
    return {
      name,
      version,
      passed: cases - failedCases.size,
      failed,
      different: different.length,
      milliseconds,
      details,
    };
  });
}

function answersOf(result: Result | undefined): VectorAnswer[] {
  return result === undefined || result.outcome === null ? [] : JSON.parse(result.outcome.answers);
}

/** The table of results, and a line with the sums. */
export function describeVerdicts(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map((verdict) => [
    verdict.name.padEnd(10),
    verdict.version.padEnd(16),
    String(verdict.passed).padStart(7),
    String(verdict.failed).padStart(7),
    String(verdict.different).padStart(10),
    `${Math.round(verdict.milliseconds)} ms`.padStart(10),
  ]);
  const headings = ['runtime   ', 'version         ', ' passed', ' failed', ' different', '      time'];
  const sum = (pick: (verdict: Verdict) => number) =>
    verdicts.reduce((total, verdict) => total + pick(verdict), 0);
  const rule = headings.map((heading) => '-'.repeat(heading.length));
  const table = [headings, rule, ...rows].map((row) => row.join('  ')).join('\n');
  return `${table}\n\n${sum((verdict) => verdict.passed)} passed, ${sum((verdict) => verdict.failed)} failed`;
}
