import type { Condition, Flag, FlagSet, Rule } from '../../shared/model/flag-set.ts';
import { type BenchContext, CONTEXT_MASK } from './contexts.ts';
import type { FlagValue, LoadedEngine, Peer } from './engine.ts';
import { defaultOf, onlyNumber, served, unknownCondition, variationValue } from './translate.ts';

interface UserContext {
  readonly attributes: Readonly<Record<string, unknown>>;
}

interface GrowthBookClient {
  initSync(options: { payload: object }): GrowthBookClient;
  evalFeature(key: string, user: UserContext): { value: FlagValue };
  destroy(): void;
}

interface GrowthBookModule {
  readonly GrowthBookClient: new () => GrowthBookClient;
}

export const growthbook: Peer = {
  name: 'growthbook',
  packageName: '@growthbook/growthbook',
  connect: (load) => {
    const { GrowthBookClient }: GrowthBookModule = load('@growthbook/growthbook');
    return {
      name: growthbook.name,
      load: async (flagSet, contexts) => {
        const features = Object.fromEntries(flagSet.flags.map((flag) => [flag.key, translate(flag)]));
        const savedGroups = Object.fromEntries(
          flagSet.segments.map((segment) => [segment.key, segment.included]),
        );
        const client = new GrowthBookClient().initSync({ payload: { features, savedGroups } });
        return loaded(client, flagSet, contexts);
      },
    };
  },
};

function loaded(client: GrowthBookClient, flagSet: FlagSet, contexts: readonly BenchContext[]): LoadedEngine {
  const users = contexts.map((context): UserContext => ({ attributes: { ...context } }));
  const keys = flagSet.flags.map((flag) => flag.key);
  return {
    answer: (flagKey, index) => client.evalFeature(flagKey, users[index] ?? { attributes: {} }).value,
    runOne: (flagKey, iterations) => {
      let sum = 0;
      for (let index = 0; index < iterations; index++) {
        const user = users[index & CONTEXT_MASK];
        if (user === undefined) break;
        sum += client.evalFeature(flagKey, user).value === false ? 1 : 2;
      }
      return sum;
    },
    runAll: (iterations) => {
      let sum = 0;
      for (let index = 0; index < iterations; index++) {
        const user = users[index & CONTEXT_MASK];
        if (user === undefined) break;
        const answers = [];
        for (const key of keys) answers.push(client.evalFeature(key, user));
        sum += answers.length;
      }
      return sum;
    },
    close: () => client.destroy(),
  };
}

function translate(flag: Flag) {
  const [only] = flag.rules;
  if (only !== undefined && only.conditions.length === 0 && 'variation' in only.serve) {
    return { defaultValue: variationValue(flag, only.serve.variation) };
  }
  return { defaultValue: defaultOf(flag), rules: flag.rules.map((rule) => translateRule(flag, rule)) };
}

function translateRule(flag: Flag, rule: Rule) {
  const serve = served(rule);
  if ('rollout' in serve) {
    const { variations } = serve.rollout;
    return {
      variations: variations.map(({ variation }) => variationValue(flag, variation)),
      weights: variations.map(({ weight }) => weight / 100_000),
      coverage: 1,
      hashAttribute: 'targetingKey',
      hashVersion: 2,
      seed: flag.key,
    };
  }
  const condition = Object.assign({}, ...rule.conditions.map(translateCondition));
  return { condition, force: variationValue(flag, serve.variation) };
}

function translateCondition(condition: Condition): object {
  const { attribute, operator, values } = condition;
  const [value] = values;
  if (condition.conditionType === 'segment') return { targetingKey: { $inGroup: value } };
  if (operator === 'gt') return { [attribute]: { $gt: onlyNumber(condition) } };
  if (operator === 'eq' || operator === 'in')
    return { [attribute]: values.length === 1 ? value : { $in: values } };
  if (operator === 'starts_with') return { [attribute]: { $regex: `^${escapePattern(value)}` } };
  if (operator === 'ends_with') return { [attribute]: { $regex: `${escapePattern(value)}$` } };
  if (operator === 'contains') return { [attribute]: { $regex: escapePattern(value) } };
  throw unknownCondition(growthbook.name, condition);
}

function escapePattern(value: unknown): string {
  return String(value).replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
