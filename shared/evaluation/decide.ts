import { RE2JS } from 're2js';
import {
  type Condition,
  type Flag,
  ROLLOUT_TOTAL,
  type Rollout,
  type Segment,
  type Serve,
} from '../model/flag-set.ts';
import type { JsonValue } from '../model/json.ts';
import type { EvaluationContext } from './context.ts';
import { murmur3 } from './murmur3.ts';
import type { ErrorCode, Resolution, ResolutionReason } from './resolution.ts';

/** What a flag reads besides the context. */
export interface Binding {
  readonly flags: ReadonlyMap<string, { readonly definition: Flag; readonly binding: Binding }>;
  readonly segments: ReadonlyMap<string, Segment>;
  /** Answers already made, so that the same answer is the same object. */
  readonly resolutions: Map<string, Resolution>;
}

interface Run {
  readonly flag: Flag;
  readonly binding: Binding;
  readonly context: EvaluationContext;
  readonly path: readonly string[];
}

/** Steps 2 to 6 of an evaluation. */
export function decideFlag(
  flag: Flag,
  binding: Binding,
  context: EvaluationContext,
  path: readonly string[],
): Resolution {
  const run: Run = { flag, binding, context, path: [...path, flag.key] };
  try {
    if (!flag.enabled) return byDefault(run, 'DISABLED');
    if (!flag.prerequisites.every((required) => isFulfilled(run, required.flagKey, required.variations)))
      return byDefault(run, 'DEFAULT');
    const first = flag.rules.findIndex((rule) => rule.conditions.every((each) => holds(run, each, [])));
    const rule = flag.rules[first];
    if (rule === undefined) return byDefault(run, 'DEFAULT');
    return serve(run, rule.serve, rule.conditions.length > 0, first === 0 && flag.prerequisites.length === 0);
  } catch (fault) {
    return failure(run, 'GENERAL', fault instanceof Error ? fault.message : 'The flag cannot be evaluated.');
  }
}

function isFulfilled(run: Run, flagKey: string, variations: readonly string[]): boolean {
  const other = run.binding.flags.get(flagKey);
  if (other === undefined || run.path.includes(flagKey)) return false;
  const { reason, variationKey } = decideFlag(other.definition, other.binding, run.context, run.path);
  return reason !== 'DISABLED' && variationKey !== null && variations.includes(variationKey);
}

function serve(run: Run, what: Serve, conditional: boolean, cacheable: boolean): Resolution {
  if ('rollout' in what) return serveRollout(run, what.rollout);
  const reason = conditional ? 'TARGETING_MATCH' : cacheable ? 'STATIC' : 'DEFAULT';
  return byVariation(run, what.variation, reason);
}

function serveRollout(run: Run, rollout: Rollout): Resolution {
  const value = attributeOf(run.context, rollout.bucketBy ?? 'targetingKey');
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || text === '') {
    if (rollout.bucketBy === undefined)
      return failure(run, 'TARGETING_KEY_MISSING', 'The rollout needs a targetingKey.');
    return failure(run, 'INVALID_CONTEXT', `The rollout needs the attribute "${rollout.bucketBy}".`);
  }
  const hash = murmur3(`${rollout.seed ?? run.flag.key}:${text}`);
  const bucket = Math.floor((hash * ROLLOUT_TOTAL) / 2 ** 32);
  let end = 0;
  for (const { variation, weight } of rollout.variations) {
    end += weight;
    if (bucket < end) return byVariation(run, variation, 'SPLIT');
  }
  throw new Error('The weights of a rollout do not sum to 100000.');
}

function byVariation(run: Run, key: string, reason: ResolutionReason): Resolution {
  const variation = run.flag.variations.find((each) => each.key === key);
  if (variation === undefined) throw new Error(`A rule serves the unknown variation "${key}".`);
  return answer(run, variation.value, key, reason);
}

function byDefault(run: Run, reason: ResolutionReason): Resolution {
  const text = JSON.stringify(run.flag.defaultValue);
  const variation = run.flag.variations.find((each) => JSON.stringify(each.value) === text);
  return answer(run, run.flag.defaultValue, variation?.key ?? null, reason);
}

function failure(run: Run, errorCode: ErrorCode, errorDetails: string): Resolution {
  return answer(run, null, null, 'ERROR', errorCode, errorDetails);
}

function answer(
  run: Run,
  value: JsonValue,
  variationKey: string | null,
  reason: ResolutionReason,
  errorCode: ErrorCode | null = null,
  errorDetails: string | null = null,
): Resolution {
  const name = JSON.stringify([variationKey, reason, errorDetails]);
  const made = run.binding.resolutions.get(name);
  if (made !== undefined) return made;
  const fresh = { flagKey: run.flag.key, value, variationKey, reason, errorCode, errorDetails };
  run.binding.resolutions.set(name, fresh);
  return fresh;
}

function own(from: JsonValue | EvaluationContext | undefined, key: string): JsonValue | undefined {
  if (typeof from !== 'object' || from === null || Array.isArray(from) || !Object.hasOwn(from, key))
    return undefined;
  return (from as EvaluationContext)[key] ?? undefined;
}

function attributeOf(context: EvaluationContext, name: string): JsonValue | undefined {
  const exact = own(context, name);
  if (exact !== undefined) return exact;
  if (name === 'targetingKey') return own(context, 'userId') ?? own(context, 'key');
  if (name === 'userId' || name === 'key') return own(context, 'targetingKey');
  let at: JsonValue | EvaluationContext | undefined = name.includes('.') ? context : undefined;
  for (const part of name.split('.')) at = own(at, part);
  return at as JsonValue | undefined;
}

function holds(run: Run, condition: Condition, path: readonly string[]): boolean {
  if (condition.conditionType === 'segment') {
    const member = condition.values.some((key) => typeof key === 'string' && isMember(run, key, path));
    return condition.operator.startsWith('n') ? !member : member;
  }
  const value = attributeOf(run.context, condition.attribute);
  if (condition.operator === 'exists') return value !== undefined;
  if (condition.operator === 'not_exists') return value === undefined;
  const negative = condition.operator === 'neq' || condition.operator.startsWith('not_');
  const test = OPERATIONS[condition.operator];
  if (test === undefined) throw new Error(`The operator "${condition.operator}" is unknown.`);
  const matches = (element: JsonValue): boolean => condition.values.some((entry) => test(element, entry));
  if (Array.isArray(value)) return value.some(matches) !== negative;
  if (value === undefined || typeof value === 'object') return false;
  return matches(value) !== negative;
}

function isMember(run: Run, key: string, path: readonly string[]): boolean {
  const segment = run.binding.segments.get(key);
  if (segment === undefined || path.includes(key)) return false;
  const targetingKey = attributeOf(run.context, 'targetingKey');
  if (typeof targetingKey === 'string') {
    if (segment.excluded.includes(targetingKey)) return false;
    if (segment.included.includes(targetingKey)) return true;
  }
  return segment.rules.some((rule) => rule.conditions.every((each) => holds(run, each, [...path, key])));
}

type Operation = (value: JsonValue, entry: JsonValue) => boolean;

const equal: Operation = (value, entry) => value === entry;
const text =
  (test: (value: string, entry: string) => boolean): Operation =>
  (value, entry) =>
    typeof value === 'string' && typeof entry === 'string' && test(value, entry);
const number =
  (test: (value: number, entry: number) => boolean): Operation =>
  (value, entry) =>
    typeof value === 'number' && typeof entry === 'number' && test(value, entry);
const contains = text((value, entry) => value.includes(entry));
const regex = text((value, entry) => RE2JS.compile(entry).test(value));

const OPERATIONS: Readonly<Record<string, Operation>> = {
  eq: equal,
  neq: equal,
  in: equal,
  not_in: equal,
  contains,
  not_contains: contains,
  regex,
  not_regex: regex,
  gt: number((value, entry) => value > entry),
  gte: number((value, entry) => value >= entry),
  lt: number((value, entry) => value < entry),
  lte: number((value, entry) => value <= entry),
};
