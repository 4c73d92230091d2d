import type { Condition, Flag, FlagSet, Rule } from '../../shared/model/flag-set.ts';
import { type BenchContext, CONTEXT_MASK } from './contexts.ts';
import type { FlagValue, LoadedEngine, Peer } from './engine.ts';
import { defaultOf, onlyNumber, served, unknownCondition } from './translate.ts';

interface FlagdCore {
  setConfigurations(configuration: string): string[];
  resolveBooleanEvaluation(flagKey: string, defaultValue: boolean, context: BenchContext): { value: boolean };
  resolveStringEvaluation(flagKey: string, defaultValue: string, context: BenchContext): { value: string };
}

interface FlagdModule {
  readonly FlagdCore: new () => FlagdCore;
}

export const flagd: Peer = {
  name: 'flagd-core',
  packageName: '@openfeature/flagd-core',
  connect: (load) => {
    const { FlagdCore }: FlagdModule = load('@openfeature/flagd-core');
    return {
      name: flagd.name,
      load: async (flagSet, contexts) => {
        const core = new FlagdCore();
        core.setConfigurations(
          JSON.stringify({
            flags: Object.fromEntries(flagSet.flags.map((flag) => [flag.key, translate(flag, flagSet)])),
          }),
        );
        return loaded(core, flagSet, contexts);
      },
    };
  },
};

function loaded(core: FlagdCore, flagSet: FlagSet, contexts: readonly BenchContext[]): LoadedEngine {
  const flags = flagSet.flags.map((flag) => ({ key: flag.key, isBoolean: flag.type === 'boolean' }));
  const isBoolean = new Map(flags.map((flag) => [flag.key, flag.isBoolean]));
  const resolve = (key: string, boolean: boolean, context: BenchContext): FlagValue =>
    boolean
      ? core.resolveBooleanEvaluation(key, false, context).value
      : core.resolveStringEvaluation(key, '', context).value;
  return {
    answer: (flagKey, index) =>
      resolve(flagKey, isBoolean.get(flagKey) === true, contexts[index] ?? missing()),
    runOne: (flagKey, iterations) => {
      const boolean = isBoolean.get(flagKey) === true;
      let sum = 0;
      for (let index = 0; index < iterations; index++) {
        const context = contexts[index & CONTEXT_MASK];
        if (context === undefined) break;
        sum += resolve(flagKey, boolean, context) === false ? 1 : 2;
      }
      return sum;
    },
    runAll: (iterations) => {
      let sum = 0;
      for (let index = 0; index < iterations; index++) {
        const context = contexts[index & CONTEXT_MASK];
        if (context === undefined) break;
        const answers: FlagValue[] = [];
        for (const flag of flags) answers.push(resolve(flag.key, flag.isBoolean, context));
        sum += answers.length;
      }
      return sum;
    },
    close: () => {},
  };
}

function missing(): never {
  throw new Error('There is no context with this index.');
}

function translate(flag: Flag, flagSet: FlagSet) {
  const variants = Object.fromEntries(flag.variations.map(({ key, value }) => [key, value]));
  const fallback =
    flag.variations.find((variation) => variation.value === flag.defaultValue)?.key ?? 'default';
  if (!(fallback in variants)) variants[fallback] = defaultOf(flag);
  const [only] = flag.rules;
  if (only !== undefined && only.conditions.length === 0 && 'variation' in only.serve) {
    return { state: 'ENABLED', variants, defaultVariant: only.serve.variation };
  }
  const branches = flag.rules.flatMap((rule) => translateRule(rule, flagSet));
  const [first] = branches;
  const targeting = branches.length === 1 ? first : { if: [...branches, fallback] };
  return { state: 'ENABLED', variants, defaultVariant: fallback, targeting };
}

/** A condition and what it serves; a fallthrough with a rollout is only the rollout. */
function translateRule(rule: Rule, flagSet: FlagSet): unknown[] {
  const serve = served(rule);
  if ('rollout' in serve) {
    const shares = serve.rollout.variations.map(({ variation, weight }) => [variation, weight / 1000]);
    return [{ fractional: [{ cat: [{ var: '$flagd.flagKey' }, { var: 'targetingKey' }] }, ...shares] }];
  }
  const conditions = rule.conditions.map((condition) => translateCondition(condition, flagSet));
  const [first] = conditions;
  return [conditions.length === 1 ? first : { and: conditions }, serve.variation];
}

function translateCondition(condition: Condition, flagSet: FlagSet): unknown {
  const { attribute, operator, values } = condition;
  const [value] = values;
  if (condition.conditionType === 'segment') {
    const segment = flagSet.segments.find((candidate) => candidate.key === value);
    return { in: [{ var: 'targetingKey' }, segment?.included ?? []] };
  }
  const attributeOf = { var: attribute };
  if (operator === 'gt') return { '>': [attributeOf, onlyNumber(condition)] };
  if (operator === 'eq' || operator === 'in') {
    return values.length === 1 ? { '==': [attributeOf, value] } : { in: [attributeOf, values] };
  }
  if (operator === 'contains') return { in: [value, attributeOf] };
  if (operator === 'starts_with' || operator === 'ends_with') return { [operator]: [attributeOf, value] };
  throw unknownCondition(flagd.name, condition);
}
