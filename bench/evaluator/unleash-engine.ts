import type { Condition, Flag, FlagSet, Rule } from '../../shared/model/flag-set.ts';
import { type BenchContext, CONTEXT_MASK } from './contexts.ts';
import type { FlagValue, LoadedEngine, Peer } from './engine.ts';
import type { Runner } from './measure.ts';
import { NO_MATCH } from './scenarios.ts';
import { onlyNumber, served, stringValues, unknownCondition, variationValue } from './translate.ts';

interface UnleashContext {
  readonly userId: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

interface Repository {
  getToggle(name: string): object | undefined;
  getSegment(id: number): object | undefined;
}

interface UnleashClient {
  isEnabled(name: string, context: UnleashContext, fallback: () => boolean): boolean;
  getVariant(name: string, context: UnleashContext): UnleashVariant;
}

interface UnleashVariant {
  readonly payload?: { readonly value: string };
  readonly feature_enabled: boolean;
}

interface ClientModule {
  readonly default: new (repository: Repository, strategies: readonly object[]) => UnleashClient;
}

interface StrategyModule {
  readonly defaultStrategies: readonly object[];
}

/** Only the evaluation core, with features in memory: no metrics, no events, no polling. */
export const unleash: Peer = {
  name: 'unleash-client',
  packageName: 'unleash-client',
  connect: (load) => {
    const makeClient = connectClient(load);
    return {
      name: unleash.name,
      load: async (flagSet, contexts) => loaded(makeClient(flagSet), flagSet, contexts.map(toUnleashContext)),
    };
  },
};

/** Its fastest call, `isEnabled`, for the first flag: returns a boolean, without variation and reason. */
export function bareSwitch(
  load: NodeJS.Require,
  flagSet: FlagSet,
  contexts: readonly BenchContext[],
): Runner {
  const client = connectClient(load)(flagSet);
  const prepared = contexts.map(toUnleashContext);
  const key = flagSet.flags[0]?.key ?? '';
  const fallback = () => false;
  return {
    name: 'unleash-client isEnabled',
    run: (iterations) => {
      let sum = 0;
      for (let index = 0; index < iterations; index++) {
        const context = prepared[index & CONTEXT_MASK];
        if (context === undefined) break;
        sum += client.isEnabled(key, context, fallback) ? 2 : 1;
      }
      return sum;
    },
  };
}

function connectClient(load: NodeJS.Require): (flagSet: FlagSet) => UnleashClient {
  const { default: Client }: ClientModule = load('unleash-client/lib/client.js');
  const { defaultStrategies }: StrategyModule = load('unleash-client/lib/strategy/index.js');
  return (flagSet) => {
    const segmentIds = new Map(flagSet.segments.map((segment, index) => [segment.key, index]));
    const features = new Map(flagSet.flags.map((flag) => [flag.key, translate(flag, segmentIds)]));
    const segments = flagSet.segments.map((segment, id) => ({
      id,
      constraints: [constraint('userId', 'IN', segment.included)],
    }));
    return new Client(
      { getToggle: (name) => features.get(name), getSegment: (id) => segments[id] },
      defaultStrategies,
    );
  };
}

function toUnleashContext({ targetingKey, ...properties }: BenchContext): UnleashContext {
  return { userId: targetingKey, properties };
}

function loaded(client: UnleashClient, flagSet: FlagSet, contexts: readonly UnleashContext[]): LoadedEngine {
  const flags = flagSet.flags.map((flag) => ({ key: flag.key, isBoolean: flag.type === 'boolean' }));
  const isBoolean = new Map(flags.map((flag) => [flag.key, flag.isBoolean]));
  const ask = (key: string, boolean: boolean, context: UnleashContext): FlagValue => {
    const variant = client.getVariant(key, context);
    return boolean ? variant.feature_enabled : (variant.payload?.value ?? NO_MATCH);
  };
  return {
    answer: (flagKey, index) =>
      ask(flagKey, isBoolean.get(flagKey) === true, contexts[index] ?? { userId: '', properties: {} }),
    runOne: (flagKey, iterations) => {
      const boolean = isBoolean.get(flagKey) === true;
      let sum = 0;
      for (let index = 0; index < iterations; index++) {
        const context = contexts[index & CONTEXT_MASK];
        if (context === undefined) break;
        sum += ask(flagKey, boolean, context) === false ? 1 : 2;
      }
      return sum;
    },
    runAll: (iterations) => {
      let sum = 0;
      for (let index = 0; index < iterations; index++) {
        const context = contexts[index & CONTEXT_MASK];
        if (context === undefined) break;
        const answers: FlagValue[] = [];
        for (const flag of flags) answers.push(ask(flag.key, flag.isBoolean, context));
        sum += answers.length;
      }
      return sum;
    },
    close: () => {},
  };
}

function translate(flag: Flag, segmentIds: ReadonlyMap<string, number>) {
  const [only] = flag.rules;
  const isSwitch = only !== undefined && only.conditions.length === 0 && 'variation' in only.serve;
  const strategies = isSwitch ? [] : flag.rules.map((rule) => translateRule(flag, rule, segmentIds));
  return { name: flag.key, enabled: true, impressionData: false, strategies };
}

function translateRule(flag: Flag, rule: Rule, segmentIds: ReadonlyMap<string, number>) {
  const inSegments = rule.conditions.filter((condition) => condition.conditionType === 'segment');
  const segments = inSegments.flatMap((condition) =>
    stringValues(condition).map((key) => segmentIds.get(key) ?? -1),
  );
  const constraints = rule.conditions
    .filter((condition) => !inSegments.includes(condition))
    .map(translateCondition);
  const base = {
    name: 'default',
    parameters: { groupId: flag.key },
    constraints,
    ...(segments.length > 0 && { segments }),
  };
  return flag.type === 'boolean' ? base : { ...base, variants: variantsOf(flag, rule) };
}

function variantsOf(flag: Flag, rule: Rule): object[] {
  const serve = served(rule);
  const shares =
    'rollout' in serve ? serve.rollout.variations : [{ variation: serve.variation, weight: 100_000 }];
  return shares.map(({ variation, weight }) => ({
    name: variation,
    weight: weight / 100,
    stickiness: 'userId',
    payload: { type: 'string', value: variationValue(flag, variation) },
  }));
}

const OPERATORS: Readonly<Record<string, string>> = {
  eq: 'IN',
  in: 'IN',
  starts_with: 'STR_STARTS_WITH',
  ends_with: 'STR_ENDS_WITH',
  contains: 'STR_CONTAINS',
};

function translateCondition(condition: Condition): object {
  const name = condition.attribute === 'targetingKey' ? 'userId' : condition.attribute;
  if (condition.operator === 'gt') {
    return { ...constraint(name, 'NUM_GT', []), value: String(onlyNumber(condition)) };
  }
  const operator = OPERATORS[condition.operator];
  if (operator === undefined) throw unknownCondition(unleash.name, condition);
  return constraint(name, operator, stringValues(condition));
}

function constraint(contextName: string, operator: string, values: readonly string[]) {
  return { contextName, operator, values, inverted: false };
}
