import type { JsonValue } from '../../shared/model/json.ts';

/** An evaluation context of the benchmark: flat attributes that every engine supports, and some that no rule uses. */
export interface BenchContext {
  readonly targetingKey: string;
  readonly country: string;
  readonly age: number;
  readonly email: string;
  readonly appVersion: string;
  readonly plan?: string;
  readonly [attribute: string]: JsonValue | undefined;
}

/** A power of two, so that a loop can use a mask for the index. */
export const CONTEXT_COUNT = 1024;
export const CONTEXT_MASK = CONTEXT_COUNT - 1;

export const COUNTRIES =
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK US GB CH'.split(' ');
const PLANS = ['free', 'premium', 'team', 'enterprise'];
const HOSTS = ['example.com', 'example.org', 'mail.test', 'corp.test'];

interface Attributes {
  readonly targetingKey: string;
  readonly country: string;
  readonly age: number;
  readonly email: string;
  readonly appVersion: string;
  readonly plan: string;
}

/** Applications build their contexts differently: the order of members differs, and so do unused members. */
const SHAPES: readonly ((all: Attributes) => BenchContext)[] = [
  (all) => ({ ...all }),
  ({ targetingKey, country, age, email, appVersion, plan }) => ({
    plan,
    email,
    targetingKey,
    age,
    country,
    appVersion,
  }),
  ({ targetingKey, country, age, email, appVersion, plan }) => ({
    targetingKey,
    sessionId: `s-${targetingKey}`,
    plan,
    country,
    age,
    email,
    appVersion,
    beta: true,
  }),
  ({ targetingKey, country, age, email, appVersion }) => ({ targetingKey, country, age, email, appVersion }),
  ({ targetingKey, country, age, email, appVersion, plan }) => ({
    device: { os: 'linux', memory: 8 },
    targetingKey,
    country,
    email,
    age,
    plan,
    appVersion,
  }),
  ({ targetingKey, country, age, email, appVersion, plan }) => ({
    appVersion,
    age,
    country,
    email,
    plan,
    targetingKey,
    roles: ['dev', 'ops'],
    locale: 'de-DE',
  }),
  ({ targetingKey, country, age, email, appVersion, plan }) => ({
    ...Object.fromEntries(Array.from({ length: 24 }, (_, index) => [`attribute${index}`, index])),
    targetingKey,
    country,
    age,
    email,
    appVersion,
    plan,
  }),
  ({ targetingKey, country, age, email, appVersion, plan }) => ({
    email,
    ip: '10.1.2.3',
    country,
    age,
    score: 0.5,
    plan,
    targetingKey,
    appVersion,
  }),
];

/** Contexts of eight shapes in turn, each with its own targeting key and with independent attributes. */
export function makeContexts(): BenchContext[] {
  return Array.from({ length: CONTEXT_COUNT }, (_, index) => {
    const scattered = Math.imul(index + 1, 0x9e3779b1) >>> 0;
    const attributes: Attributes = {
      // Every second key is in the lists of 10,000 keys.
      targetingKey: index % 2 === 0 ? `user-${(scattered >>> 3) % 10_000}` : `guest-${scattered}`,
      country: pick(COUNTRIES, scattered >>> 7),
      age: 14 + ((scattered >>> 11) % 60),
      email: `${scattered.toString(36)}@${pick(HOSTS, scattered >>> 15)}`,
      appVersion: `${(scattered >>> 9) % 4}.${(scattered >>> 13) % 10}.0`,
      plan: pick(PLANS, scattered >>> 5),
    };
    const shape = SHAPES[index % SHAPES.length];
    if (shape === undefined) throw new Error('The benchmark has no context shapes.');
    return shape(attributes);
  });
}

function pick(list: readonly string[], index: number): string {
  const item = list[index % list.length];
  if (item === undefined) throw new Error('The benchmark picked from an empty list.');
  return item;
}
