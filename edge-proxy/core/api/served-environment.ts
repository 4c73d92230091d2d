import type { FlagSource, ServedEnvironment } from '../model/flag-source.ts';
import { JSON_HEADERS } from '../model/json-headers.ts';
import type { Credential } from '../model/key-ring.ts';

/** The environment of a client or server key. */
export function environmentOf(source: FlagSource, credential: Credential): ServedEnvironment | undefined {
  const [id] = credential.environmentIds;
  return id === undefined ? undefined : source.environment(id);
}

/** Headers that say which state an answer was decided from, and how many whole seconds ago that was known to be current. */
export type StateHeaders = (environment: ServedEnvironment, now: number) => Readonly<Record<string, string>>;

/** Makes them once per second and state, so most answers share one object. */
export function createStateHeaders(): StateHeaders {
  const made = new WeakMap<
    ServedEnvironment,
    { readonly age: number; readonly headers: ReturnType<StateHeaders> }
  >();
  return (environment, now) => {
    const age = Math.max(0, Math.floor((now - environment.currentAsOf) / 1000));
    const known = made.get(environment);
    if (known?.age === age) return known.headers;
    const headers = {
      ...JSON_HEADERS,
      'flags-version': environment.position,
      'flags-age': String(age),
    };
    made.set(environment, { age, headers });
    return headers;
  };
}
