import { isRecord } from '../../model/type-guards.ts';

/** Says what is wrong with a value that came from outside, naming the place; `undefined` where nothing is. */
export type Check = (value: unknown, path: string) => string | undefined;

export const anything: Check = (value, path) => (value === undefined ? `${path} is missing` : undefined);

export const boolean: Check = (value, path) =>
  typeof value === 'boolean' ? undefined : `${path} is not a boolean`;

export const text: Check = (value, path) => (typeof value === 'string' ? undefined : `${path} is not a text`);

export function textLike(pattern: RegExp, what: string): Check {
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

/** An object with these members; others are let pass, a newer sender may add some. */
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

/** Any of several shapes; the last one's problem is told. */
export function either(first: Check, second: Check): Check {
  return (value, path) => (first(value, path) === undefined ? undefined : second(value, path));
}
