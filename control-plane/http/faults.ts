import type { z } from 'zod';
import type { Fault } from '../model/request-error.ts';

/** More than these are not listed: nobody reads them, and a body of faults must not make a larger answer. */
const LISTED = 100;

/** Every fault zod found, by path; an unknown member is named itself, not its parent. */
export function faultsOf(error: z.core.$ZodError): readonly Fault[] {
  const faults = error.issues.flatMap((issue): Fault[] => {
    if (issue.code !== 'unrecognized_keys') return [{ path: formatPath(issue.path), message: issue.message }];
    return issue.keys.map((key) => ({
      path: formatPath([...issue.path, key.slice(0, 100)]),
      message: 'is not a known member',
    }));
  });
  return faults.slice(0, LISTED);
}

/** `['rules', 0, 'serve']` as `rules[0].serve`. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? String(step) : `${text}.${String(step)}`;
  }, '');
}
