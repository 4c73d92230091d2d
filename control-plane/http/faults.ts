import type { z } from 'zod';
import type { Fault } from '../model/request-error.ts';

/** The faults that zod found. For an unknown member, the path is that of the member, not of its parent. */
export function faultsOf(error: z.core.$ZodError): readonly Fault[] {
  return error.issues.flatMap((issue): Fault[] => {
    if (issue.code !== 'unrecognized_keys') return [{ path: formatPath(issue.path), message: issue.message }];
    return issue.keys.map((key) => ({
      path: formatPath([...issue.path, key.slice(0, 100)]),
      message: 'is not a known member',
    }));
  });
}

/** `['rules', 0, 'serve']` as `rules[0].serve`. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? String(step) : `${text}.${String(step)}`;
  }, '');
}
