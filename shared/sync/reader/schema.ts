import { isRecord } from '../../model/type-guards.ts';

/**
 * Checks a value that comes from outside. Returns the first problem, with the path of the value; `undefined` if there is none.
 */
export type Check = (value: unknown, path: string) => string | undefined;

/** Any JSON value, but not `undefined`. */
export const anything: Check = (value, path) => (value === undefined ? `${path} is missing` : undefined);

export const boolean: Check = (value, path) =>
  typeof value === 'boolean' ? undefined : `${path} is not a boolean`;

export const string: Check = (value, path) =>
  typeof value === 'string' ? undefined : `${path} is not a string`;

/** @param what what the pattern describes, with its article: `a key` */
export function stringLike(pattern: RegExp, what: string): Check {
  return (value, path) =>
    typeof value === 'string' && pattern.test(value) ? undefined : `${path} is not ${what}`;
}

export function integer(least: number, most: number): Check {
  return (value, path) =>
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
      ? undefined
      : `${path} is not an integer from ${least} to ${most}`;
}

export function oneOf(choices: readonly string[]): Check {
  return (value, path) =>
    typeof value === 'string' && choices.includes(value)
      ? undefined
      : `${path} is not one of ${choices.join(', ')}`;
}

export function nullOr(check: Check): Check {
  return (value, path) => (value === null ? undefined : check(value, path));
}

export function optional(check: Check): Check {
  return (value, path) => (value === undefined ? undefined : check(value, path));
}

export function listOf(check: Check): Check {
  return (value, path) => {
    if (!Array.isArray(value)) return `${path} is not an array`;
    for (const [index, entry] of value.entries()) {
      const problem = check(entry, `${path}[${index}]`);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

/** An object with these members. Other members are allowed, because a newer sender may add some. */
export function shape(members: Readonly<Record<string, Check>>): Check {
  const checks = Object.entries(members);
  return (value, path) => {
    if (!isRecord(value)) return `${path} is not an object`;
    for (const [name, check] of checks) {
      const problem = check(value[name], path === '' ? name : `${path}.${name}`);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

/** One of two shapes. If neither fits, the problem of the second is returned. */
export function either(first: Check, second: Check): Check {
  return (value, path) => (first(value, path) === undefined ? undefined : second(value, path));
}
