import { ApiProblem } from '../../api/api-problem.ts';

/**
 * The faults of the operations of a change set, for each operation as a problem of the configuration that it replaces. Faults of other
 * places are left out: the problem as a whole tells them.
 */
export function operationFaults(problem: ApiProblem): ReadonlyMap<number, ApiProblem> {
  const details = problem.problem;
  const faults = new Map<number, { path: string; message: string }[]>();
  for (const { path, message } of details?.errors ?? []) {
    const [, index, rest = ''] = /^operations\[(\d+)\]\.configuration\.?(.*)$/.exec(pathOf(path)) ?? [];
    if (index === undefined) continue;
    faults.set(Number(index), [...(faults.get(Number(index)) ?? []), { path: rest, message }]);
  }
  return new Map(
    [...faults].map(([index, errors]) => [
      index,
      new ApiProblem(
        problem.message,
        problem.status,
        details === undefined ? undefined : { ...details, errors },
      ),
    ]),
  );
}

/** A JSON pointer as a path: `/operations/0/configuration` as `operations[0].configuration`. Paths stay as they are. */
function pathOf(pointer: string): string {
  if (!pointer.startsWith('/')) return pointer;
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce(
      (path, step) => (/^\d+$/.test(step) ? `${path}[${step}]` : path === '' ? step : `${path}.${step}`),
      '',
    );
}
