import { createOriginCheck, type OriginCheck } from '../../../../shared/keys/origin.ts';

/** The origins whose pages may use the client keys of an environment; `undefined` if the environment is not known. */
export type AllowedOriginsOf = (environmentId: string) => readonly string[] | undefined;

/** Whether pages of an origin, as a browser sends it, may use what clients may of an environment. */
export type AllowsOrigin = (environmentId: string, origin: string) => boolean;

/** Patterns are read once for each array of them: it stays the same until it is changed. */
export function createAllowsOrigin(allowedOriginsOf: AllowedOriginsOf): AllowsOrigin {
  const checks = new WeakMap<readonly string[], OriginCheck>();
  return (environmentId, origin) => {
    const patterns = allowedOriginsOf(environmentId);
    if (patterns === undefined) return true;
    const known = checks.get(patterns);
    if (known !== undefined) return known(origin);
    const check = createOriginCheck(patterns);
    checks.set(patterns, check);
    return check(origin);
  };
}
