import type { Condition, Flag, FlagSet, Rule } from '../../shared/model/flag-set.ts';
import { type BenchContext, CONTEXT_MASK } from './contexts.ts';
import type { FlagValue, LoadedEngine, Peer } from './engine.ts';
import { defaultOf, served, unknownCondition } from './translate.ts';

interface EvaluationResult {
  readonly detail: { readonly value: FlagValue };
}

/** The client with the members that its own `variation()` uses. They are private in TypeScript only. */
interface LaunchDarklyClient {
  waitForInitialization(options: { timeout: number }): Promise<unknown>;
  variation(key: string, context: object, defaultValue: FlagValue): Promise<FlagValue>;
  close(): void;
  readonly _evaluator: {
    evaluateCb(flag: object, context: object, callback: (result: EvaluationResult) => void): void;
  };
  readonly _featureStore: {
    get(kind: { namespace: string }, key: string, callback: (item: object | null) => void): void;
  };
}

interface TestData {
  getFactory(): unknown;
  usePreconfiguredFlag(flag: object): Promise<unknown>;
  usePreconfiguredSegment(segment: object): Promise<unknown>;
}

interface LaunchDarklyModule {
  init(sdkKey: string, options: object): LaunchDarklyClient;
  basicLogger(options: { level: string }): unknown;
  readonly Context: { fromLDContext(context: object): object };
  readonly integrations: { readonly TestData: new () => TestData };
}

export const launchdarkly: Peer = {
  name: 'launchdarkly',
  packageName: '@launchdarkly/node-server-sdk',
  connect: (load) => {
    const sdk: LaunchDarklyModule = load('@launchdarkly/node-server-sdk');
    return {
      name: launchdarkly.name,
      load: async (flagSet, contexts) => {
        const client = await startClient(sdk, flagSet);
        const users = contexts.map((context) => sdk.Context.fromLDContext(toUser(context)));
        return loaded(client, flagSet, users);
      },
    };
  },
};

/** A client with test data: no network, no events. */
async function startClient(sdk: LaunchDarklyModule, flagSet: FlagSet): Promise<LaunchDarklyClient> {
  const data = new sdk.integrations.TestData();
  for (const flag of flagSet.flags) await data.usePreconfiguredFlag(translate(flag));
  for (const { key, included } of flagSet.segments) {
    await data.usePreconfiguredSegment({ key, version: 1, included, excluded: [], rules: [], salt: key });
  }
  const client = sdk.init('sdk-offline', {
    updateProcessor: data.getFactory(),
    sendEvents: false,
    diagnosticOptOut: true,
    logger: sdk.basicLogger({ level: 'none' }),
  });
  await client.waitForInitialization({ timeout: 5 });
  return client;
}

/**
 * The engine without the rest of the SDK: flags from its store (a synchronous callback), contexts made beforehand, the callback
 * form of its evaluator. `variation()` adds a promise and hooks and is measured separately.
 */
function loaded(client: LaunchDarklyClient, flagSet: FlagSet, users: readonly object[]): LoadedEngine {
  const { _evaluator: evaluator, _featureStore: store } = client;
  const kind = { namespace: 'features' };
  const keys = flagSet.flags.map((flag) => flag.key);
  let user: object = {};
  let value: FlagValue = '';
  const onResult = (result: EvaluationResult) => {
    value = result.detail.value;
  };
  const onFlag = (flag: object | null) => {
    if (flag !== null) evaluator.evaluateCb(flag, user, onResult);
  };
  const ask = (key: string, of: object): FlagValue => {
    user = of;
    store.get(kind, key, onFlag);
    return value;
  };
  return {
    answer: (flagKey, index) => ask(flagKey, users[index] ?? {}),
    runOne: (flagKey, iterations) => {
      let sum = 0;
      for (let index = 0; index < iterations; index++) {
        const of = users[index & CONTEXT_MASK];
        if (of === undefined) break;
        sum += ask(flagKey, of) === false ? 1 : 2;
      }
      return sum;
    },
    runAll: (iterations) => {
      let sum = 0;
      for (let index = 0; index < iterations; index++) {
        const of = users[index & CONTEXT_MASK];
        if (of === undefined) break;
        const answers: FlagValue[] = [];
        for (const key of keys) answers.push(ask(key, of));
        sum += answers.length;
      }
      return sum;
    },
    close: () => client.close(),
  };
}

/** Its public call with the promise: nanoseconds for one awaited `variation()`. */
export async function measureAwait(
  load: NodeJS.Require,
  flagSet: FlagSet,
  contexts: readonly BenchContext[],
  now: () => number,
): Promise<number> {
  const sdk: LaunchDarklyModule = load('@launchdarkly/node-server-sdk');
  const client = await startClient(sdk, flagSet);
  const users = contexts.map(toUser);
  const key = flagSet.flags[0]?.key ?? '';
  const times: number[] = [];
  for (let round = 0; round < 6; round++) {
    const start = now();
    for (let index = 0; index < 20_000; index++) {
      await client.variation(key, users[index & CONTEXT_MASK] ?? {}, false);
    }
    times.push(((now() - start) * 1e6) / 20_000);
  }
  client.close();
  return Math.min(...times.slice(1));
}

function toUser({ targetingKey, ...attributes }: BenchContext) {
  return { kind: 'user', key: targetingKey, ...attributes };
}

function translate(flag: Flag) {
  const values = [...flag.variations.map((variation) => variation.value), defaultOf(flag)];
  const indexOf = (key: string) => flag.variations.findIndex((variation) => variation.key === key);
  const targeted = flag.rules.filter((rule) => rule.conditions.length > 0);
  const fallthrough = flag.rules.find((rule) => rule.conditions.length === 0);
  const off = { variation: values.length - 1 };
  return {
    key: flag.key,
    version: 1,
    on: true,
    salt: flag.key,
    variations: values,
    offVariation: values.length - 1,
    fallthrough: fallthrough === undefined ? off : translateServe(fallthrough, indexOf),
    rules: targeted.map((rule) => ({
      id: rule.id,
      clauses: rule.conditions.map(translateCondition),
      ...translateServe(rule, indexOf),
    })),
  };
}

function translateServe(rule: Rule, indexOf: (variationKey: string) => number): object {
  const serve = served(rule);
  if ('variation' in serve) return { variation: indexOf(serve.variation) };
  const variations = serve.rollout.variations.map(({ variation, weight }) => ({
    variation: indexOf(variation),
    weight,
  }));
  return { rollout: { contextKind: 'user', variations } };
}

const OPERATORS: Readonly<Record<string, string>> = {
  eq: 'in',
  in: 'in',
  gt: 'greaterThan',
  starts_with: 'startsWith',
  ends_with: 'endsWith',
  contains: 'contains',
};

function translateCondition(condition: Condition): object {
  const { conditionType, attribute, operator, values } = condition;
  if (conditionType === 'segment') return { attribute: '', op: 'segmentMatch', values };
  const op = OPERATORS[operator];
  if (op === undefined) throw unknownCondition(launchdarkly.name, condition);
  return { contextKind: 'user', attribute: attribute === 'targetingKey' ? 'key' : attribute, op, values };
}
