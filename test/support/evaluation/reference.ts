/**
 * The contract of docs/evaluation.md once more, section by section: slow, naive, and sharing no code with the evaluator.
 * Property tests compare the two. Where this and the evaluator differ, the page decides.
 */
import { RE2JS } from 're2js';

type Anything = Readonly<Record<string, unknown>>;

interface World {
  readonly flags: ReadonlyMap<string, Anything>;
  readonly segments: ReadonlyMap<string, Anything>;
  readonly context: unknown;
}

export interface ReferenceAnswer {
  readonly flagKey: string;
  readonly value: unknown;
  readonly variationKey: unknown;
  readonly reason: string;
  readonly errorCode: string | null;
}

export function referenceEvaluate(flagSet: Anything, flagKey: string, context: unknown): ReferenceAnswer {
  const world = { flags: byKey(flagSet.flags), segments: byKey(flagSet.segments), context };
  return { flagKey, ...answer(world, flagKey) };
}

type Answer = Omit<ReferenceAnswer, 'flagKey'>;

function failed(errorCode: string): Answer {
  return { value: null, variationKey: null, reason: 'ERROR', errorCode };
}

// §1
function answer(world: World, flagKey: string): Answer {
  const flag = world.flags.get(flagKey);
  if (flag === undefined) return failed('FLAG_NOT_FOUND');
  if (flag.enabled === false && flag.defaultValue !== undefined) return defaultAnswer(flag, 'DISABLED');
  if (!isFlagUnderstood(world, flag)) return failed('GENERAL');
  for (const prerequisite of list(flag.prerequisites)) {
    if (!isFulfilled(world, flagKey, prerequisite)) return defaultAnswer(flag, 'DEFAULT');
  }
  const rules = list(flag.rules).sort((a, b) => Number(a.priority) - Number(b.priority));
  for (const [index, rule] of rules.entries()) {
    if (list(rule.conditions).every((condition) => holds(world, condition, null))) {
      return serve(world, flag, rule, index === 0);
    }
  }
  return defaultAnswer(flag, 'DEFAULT');
}

// §2
function serve(world: World, flag: Anything, rule: Anything, isFirst: boolean): Answer {
  const { variation, rollout } = object(rule.serve);
  if (rollout !== undefined) return serveRollout(world, flag, object(rollout));
  if (list(rule.conditions).length > 0) return variationAnswer(flag, variation, 'TARGETING_MATCH');
  const cacheable = isFirst && list(flag.prerequisites).length === 0;
  return variationAnswer(flag, variation, cacheable ? 'STATIC' : 'DEFAULT');
}

function variationAnswer(flag: Anything, key: unknown, reason: string): Answer {
  const variation = list(flag.variations).find((each) => each.key === key);
  return { value: variation?.value, variationKey: key, reason, errorCode: null };
}

function defaultAnswer(flag: Anything, reason: string): Answer {
  const value = flag.defaultValue;
  const variations = value === null ? [] : list(flag.variations);
  const same = variations.find((each) => canonical(each.value) === canonical(value));
  return { value, variationKey: same?.key ?? null, reason, errorCode: null };
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'nothing';
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(object(value)[name])}`).join()}}`;
}

// §3
function lookUp(context: unknown, attribute: string): unknown {
  if (!isObject(context)) return undefined;
  const exact = member(context, attribute);
  if (exact !== undefined) return exact;
  if (attribute.includes('.')) {
    let at: unknown = context;
    for (const part of attribute.split('.')) at = isObject(at) ? member(at, part) : undefined;
    if (at !== undefined) return at;
  }
  const standIns = { targetingKey: ['userId', 'key'], userId: ['targetingKey'], key: ['targetingKey'] };
  const names = Object.entries(standIns).find(([name]) => name === attribute)?.[1] ?? [];
  return names.map((name) => member(context, name)).find((value) => value !== undefined);
}

function member(holder: Anything, name: string): unknown {
  const descriptor = Object.getOwnPropertyDescriptor(holder, name);
  return descriptor === undefined ? undefined : (holder[name] ?? undefined);
}

// §4; `inside` is the segment whose rule this is, or null
function holds(world: World, condition: Anything, inside: string | null): boolean {
  const operator = String(condition.operator);
  const values = array(condition.values);
  const isNegative = operator.startsWith('n') || operator === 'semver_neq';
  if (condition.conditionType === 'segment') {
    return values.some((key) => belongs(world, String(key), inside)) !== isNegative;
  }
  const value = lookUp(world.context, String(condition.attribute));
  if (operator === 'exists') return value !== undefined;
  if (operator === 'not_exists') return value === undefined;
  if (value === undefined) return false;
  const positive = operator.replace(/neq$/, 'eq').replace(/^not_/, '');
  const matches = (element: unknown): boolean =>
    takes(positive, element) && values.some((entry) => compare(positive, element, entry));
  if (Array.isArray(value)) return value.some(matches) !== isNegative;
  return takes(positive, value) && matches(value) !== isNegative;
}

// §5
function takes(operator: string, value: unknown): boolean {
  const isNumber = typeof value === 'number' && Number.isFinite(value);
  if (operator === 'eq' || operator === 'in')
    return isDistinct(value) || typeof value === 'string' || typeof value === 'boolean';
  if (['gt', 'gte', 'lt', 'lte'].includes(operator)) return isNumber;
  if (operator === 'before' || operator === 'after') return instant(value) !== null;
  if (operator.startsWith('semver_')) return version(value) !== null;
  if (operator === 'in_cidr') return typeof value === 'string' && bits(value) !== null;
  return typeof value === 'string' && (operator !== 'regex' || value.length <= 1024);
}

function compare(operator: string, value: unknown, entry: unknown): boolean {
  if (operator === 'eq' || operator === 'in') return value === entry;
  if (operator === 'before') return Number(instant(value)) < Number(instant(entry));
  if (operator === 'after') return Number(instant(value)) > Number(instant(entry));
  if (operator.startsWith('semver_'))
    return ordered(operator.slice(7), precedence(String(value), String(entry)));
  if (operator === 'in_cidr') return inRange(String(value), String(entry));
  if (typeof value === 'number') {
    const difference = value - Number(entry);
    return (difference !== 0 || isDistinct(value)) && ordered(operator, difference);
  }
  const [text, other] = [String(value), String(entry)];
  if (operator === 'contains') return text.includes(other);
  if (operator === 'starts_with') return text.startsWith(other);
  if (operator === 'ends_with') return text.endsWith(other);
  return RE2JS.compile(other).test(text);
}

// Integers of doubles differ by more than 1 beyond it.
function isDistinct(value: unknown): boolean {
  return typeof value === 'number' && Math.abs(value) < 2 ** 53;
}

function ordered(operator: string, difference: number): boolean {
  if (operator === 'gt') return difference > 0;
  if (operator === 'gte') return difference >= 0;
  if (operator === 'lt') return difference < 0;
  return operator === 'lte' ? difference <= 0 : difference === 0;
}

function instant(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string') return null;
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$/i.exec(value);
  if (match === null || Number(match[6]) > 59 || Number(match[4]) > 23) return null;
  const zone = (match[8] ?? '').toUpperCase();
  if (zone !== 'Z' && (Number(zone.slice(1, 3)) > 23 || Number(zone.slice(4)) > 59)) return null;
  const date = new Date(`${match[1]}-${match[2]}-${match[3]}T00:00:00Z`);
  // An impossible date is either refused or moved on to the next month.
  if (Number.isNaN(date.getTime()) || date.getUTCDate() !== Number(match[3])) return null;
  if (Number(match[5]) > 59) return null;
  const time = Date.parse(`${match.slice(1, 4).join('-')}T${match[4]}:${match[5]}:${match[6]}Z`);
  const minutes = zone === 'Z' ? 0 : Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4));
  const thousandths = Number((match[7] ?? '.').slice(1, 4).padEnd(3, '0'));
  return time + thousandths - (zone.startsWith('-') ? -1 : 1) * minutes * 60000;
}

// The expression that semver.org suggests, with names left out.
const SEMVER =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?$/;

function version(value: unknown): RegExpExecArray | null {
  return typeof value === 'string' ? SEMVER.exec(value) : null;
}

function precedence(left: string, right: string): number {
  const [a, b] = [version(left), version(right)];
  for (const part of [1, 2, 3]) {
    const order = BigInt(a?.[part] ?? 0) - BigInt(b?.[part] ?? 0);
    if (order !== 0n) return order > 0n ? 1 : -1;
  }
  if (a?.[4] === undefined || b?.[4] === undefined)
    return Number(a?.[4] === undefined) - Number(b?.[4] === undefined);
  const [x, y] = [a[4].split('.'), b[4].split('.')];
  for (let index = 0; index < Math.max(x.length, y.length); index++) {
    const [p, q] = [x[index], y[index]];
    if (p === q) continue;
    if (p === undefined) return -1;
    if (q === undefined) return 1;
    const [m, n] = [/^\d+$/.test(p), /^\d+$/.test(q)];
    if (m && n) return BigInt(p) > BigInt(q) ? 1 : -1;
    return m !== n ? (m ? -1 : 1) : p > q ? 1 : -1;
  }
  return 0;
}

/** An address as a text of 32 or 128 zeros and ones. */
function bits(text: string): string | null {
  const plain = rawBits(text);
  return plain?.startsWith(MAPPED) && plain.length === 128 ? plain.slice(96) : plain;
}

const MAPPED = '0'.repeat(80) + '1'.repeat(16);

function rawBits(text: string): string | null {
  const binary = (number: number, width: number): string => number.toString(2).padStart(width, '0');
  const octets = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1);
  if (octets)
    return octets.every((o) => String(Number(o)) === o && Number(o) < 256)
      ? octets.map((o) => binary(Number(o), 8)).join('')
      : null;
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (tail?.[1] !== undefined && tail[2] !== undefined) {
    const last = rawBits(tail[2]);
    if (last === null) return null;
    const words = [last.slice(0, 16), last.slice(16)].map((word) => Number.parseInt(word, 2).toString(16));
    return rawBits(tail[1] + words.join(':'));
  }
  if (!/^[0-9a-f:]*$/i.test(text) || text.includes(':::')) return null;
  const sides = text.split('::');
  if (sides.length > 2) return null;
  const groups = sides.map((side) => (side === '' ? [] : side.split(':')));
  const count = groups.flat().length;
  if (sides.length === 1 ? count !== 8 : count > 7) return null;
  if (groups.flat().some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return null;
  const [head = [], rest = []] = groups;
  const all = [...head, ...Array.from({ length: 8 - count }, () => '0'), ...rest];
  return all.map((group) => binary(Number.parseInt(group, 16), 16)).join('');
}

function range(text: string): string | null {
  const [address = '', suffix, ...more] = text.split('/');
  const raw = rawBits(address);
  if (raw === null || more.length > 0) return null;
  if (suffix !== undefined && (!/^\d{1,3}$/.test(suffix) || String(Number(suffix)) !== suffix)) return null;
  const length = suffix === undefined ? raw.length : Number(suffix);
  if (length > raw.length) return null;
  if (raw.length === 128 && raw.startsWith(MAPPED) && length >= 96) return `4${raw.slice(96, length)}`;
  return `${raw.length === 32 ? 4 : 6}${raw.slice(0, length)}`;
}

function inRange(address: string, cidr: string): boolean {
  const own = bits(address);
  const wanted = range(cidr);
  if (own === null || wanted === null) return false;
  return `${own.length === 32 ? 4 : 6}${own}`.startsWith(wanted);
}

// §6
function belongs(world: World, key: string, inside: string | null): boolean {
  const segment = world.segments.get(key);
  if (segment === undefined) return false;
  if (inside !== null && reaches(key, inside, (each) => segmentsNamedBy(world.segments.get(each))))
    return false;
  const targetingKey = lookUp(world.context, 'targetingKey');
  if (typeof targetingKey === 'string') {
    if (array(segment.excluded).includes(targetingKey)) return false;
    if (array(segment.included).includes(targetingKey)) return true;
  }
  return list(segment.rules).some((rule) => list(rule.conditions).every((each) => holds(world, each, key)));
}

function segmentsNamedBy(holder: Anything | undefined): readonly string[] {
  return list(holder?.rules)
    .flatMap((rule) => list(rule.conditions))
    .filter((condition) => condition.conditionType === 'segment')
    .flatMap((condition) => array(condition.values))
    .filter((key) => typeof key === 'string')
    .map(String);
}

function reaches(from: string, to: string, next: (key: string) => readonly string[]): boolean {
  const seen = new Set([from]);
  for (const key of seen) for (const other of next(key)) seen.add(other);
  return seen.has(to);
}

// §7
function isFulfilled(world: World, flagKey: string, prerequisite: Anything): boolean {
  const required = String(prerequisite.flagKey);
  if (reaches(required, flagKey, (key) => flagsRequiredBy(world.flags.get(key)))) return false;
  const { reason, variationKey, errorCode } = answer(world, required);
  return reason !== 'DISABLED' && errorCode === null && array(prerequisite.variations).includes(variationKey);
}

function flagsRequiredBy(flag: Anything | undefined): readonly string[] {
  return list(flag?.prerequisites)
    .map((each) => each.flagKey)
    .filter((key) => typeof key === 'string')
    .map(String);
}

// §8
function serveRollout(world: World, flag: Anything, rollout: Anything): Answer {
  const bucketBy = String(rollout.bucketBy ?? 'targetingKey');
  const value = lookUp(world.context, bucketBy);
  const usable = typeof value === 'string' ? value !== '' : Number.isSafeInteger(value);
  if (!usable) return failed(bucketBy === 'targetingKey' ? 'TARGETING_KEY_MISSING' : 'INVALID_CONTEXT');
  const hash = referenceMurmur3(`${rollout.seed ?? flag.key}:${value}`);
  let bucket = Number((BigInt(hash) * 100000n) >> 32n);
  for (const share of list(rollout.variations)) {
    bucket -= Number(share.weight);
    if (bucket < 0) return variationAnswer(flag, share.variation, 'SPLIT');
  }
  throw new Error('The weights do not sum to 100,000, which §10 rules out.');
}

export function referenceMurmur3(text: string): number {
  const bytes = new TextEncoder().encode(text);
  const mask = 0xffffffffn;
  const rotate = (x: bigint, by: bigint): bigint => ((x << by) | (x >> (32n - by))) & mask;
  const scramble = (k: bigint): bigint => (rotate((k * 0xcc9e2d51n) & mask, 15n) * 0x1b873593n) & mask;
  let hash = 0n;
  for (let at = 0; at < bytes.length; at += 4) {
    const block = [...bytes.slice(at, at + 4)].reduce(
      (k, byte, index) => k | (BigInt(byte) << BigInt(8 * index)),
      0n,
    );
    hash ^= scramble(block);
    if (at + 4 <= bytes.length) hash = (rotate(hash, 13n) * 5n + 0xe6546b64n) & mask;
  }
  hash ^= BigInt(bytes.length);
  hash = ((hash ^ (hash >> 16n)) * 0x85ebca6bn) & mask;
  hash = ((hash ^ (hash >> 13n)) * 0xc2b2ae35n) & mask;
  return Number(hash ^ (hash >> 16n));
}

// §10
function isFlagUnderstood(world: World, flag: Anything): boolean {
  const { enabled, defaultValue, variations, prerequisites, rules } = flag;
  if (typeof enabled !== 'boolean' || defaultValue === undefined || !isMet(flag.requires)) return false;
  if (![variations, prerequisites, rules].every(Array.isArray)) return false;
  const keys = array(variations).map((each) => object(each).key);
  if (new Set(keys).size !== keys.length || !keys.every((key) => typeof key === 'string')) return false;
  if (array(variations).some((each) => object(each).value === undefined)) return false;
  const isServed = (key: unknown): boolean => keys.some((each) => each === key);
  return (
    array(prerequisites).every(
      (each) =>
        typeof object(each).flagKey === 'string' &&
        isTexts(object(each).variations) &&
        array(object(each).variations).length > 0,
    ) &&
    sizeOfPatterns(array(rules)) <= 2000 &&
    array(rules).every((rule) => isRuleUnderstood(object(rule), isServed)) &&
    segmentsNamedBy(flag).every((segment) => areSegmentsUnderstood(world, segment))
  );
}

const isMet = (requires: unknown): boolean =>
  requires === undefined || (isTexts(requires) && array(requires).every((each) => each === 'semver-neq'));

function isRuleUnderstood(rule: Anything, isServed: (key: unknown) => boolean): boolean {
  if (!Number.isFinite(rule.priority) || !isConditionsUnderstood(rule)) return false;
  const { variation, rollout } = object(rule.serve);
  if ((variation === undefined) === (rollout === undefined)) return false;
  if (rollout === undefined) return isServed(variation);
  const { variations, bucketBy, seed } = object(rollout);
  if (!Array.isArray(variations)) return false;
  const shares = variations.map(object);
  return (
    shares.every(
      (each) => isServed(each.variation) && Number.isInteger(each.weight) && Number(each.weight) >= 0,
    ) &&
    shares.reduce((sum, each) => sum + Number(each.weight), 0) === 100000 &&
    (bucketBy === undefined || (typeof bucketBy === 'string' && bucketBy !== '')) &&
    (seed === undefined || typeof seed === 'string')
  );
}

function isConditionsUnderstood(rule: unknown): boolean {
  const { conditions } = object(rule);
  return Array.isArray(conditions) && conditions.every((each) => isConditionUnderstood(object(each)));
}

const KNOWN =
  'eq neq in not_in gt gte lt lte contains not_contains starts_with not_starts_with ends_with not_ends_with regex not_regex exists not_exists before after semver_eq semver_neq semver_gt semver_gte semver_lt semver_lte in_cidr not_in_cidr';

function isConditionUnderstood({ conditionType, attribute, operator, values }: Anything): boolean {
  if (!Array.isArray(values) || typeof operator !== 'string') return false;
  if (conditionType === 'segment') return ['in', 'not_in', 'eq', 'neq'].includes(operator) && isTexts(values);
  if (conditionType !== 'user' && conditionType !== 'custom') return false;
  if (typeof attribute !== 'string' || attribute === '' || !KNOWN.split(' ').includes(operator)) return false;
  return operator.endsWith('exists') || values.every((entry) => isEntryUnderstood(operator, entry));
}

function isEntryUnderstood(operator: string, entry: unknown): boolean {
  const positive = operator.replace(/neq$/, 'eq').replace(/^not_/, '');
  if (positive === 'in_cidr') return typeof entry === 'string' && range(entry) !== null;
  if (['contains', 'starts_with', 'ends_with', 'regex'].includes(positive)) {
    if (typeof entry !== 'string' || /\p{Surrogate}/u.test(entry)) return false;
    return positive !== 'regex' || (entry.length <= 1024 && sizeOfPattern(entry) <= 256 && isPattern(entry));
  }
  return takes(positive, entry) || (['eq', 'in'].includes(positive) && Number.isFinite(entry));
}

function sizeOfPatterns(rules: readonly unknown[]): number {
  const conditions = rules.flatMap((rule) => array(object(rule).conditions)).map(object);
  const patterns = conditions
    .filter(({ operator }) => operator === 'regex' || operator === 'not_regex')
    .flatMap(({ values }) => array(values))
    .filter((each) => typeof each === 'string');
  return patterns.reduce((sum, each) => sum + sizeOfPattern(each), 0);
}

/** The size of a pattern ("Size of a pattern"): divided into tokens, then from the inside of the parentheses outwards. */
function sizeOfPattern(pattern: string): number {
  const tokens = pattern.match(
    /\\Q[\s\S]*?(?:\\E|$)|\\[pP](?:\{[^}]*\}|.)|\\x\{[^}]*\}|\\x..|\\[\s\S]|\[\^?\]?(?:\[:\^?\w+:\]|\\x\{[^}]*\}|\\[\s\S]|[^\]])*\]|\((?:\?P?<\w+>|\?[a-zA-Z-]*:?)?|[*+?]\??|\{\d+(?:,\d*)?\}\??|[\s\S]/gu,
  );
  const levels: number[][] = [[16]];
  for (const token of tokens ?? []) {
    const level = levels.at(-1) ?? [];
    if (token.startsWith('(')) levels.push([]);
    else if (token === ')') levels.at(-2)?.push(1 + sum(levels.pop() ?? []));
    else if (/^[*+?]\??$/.test(token)) continue;
    else if (/^\{\d/.test(token)) level.push((level.pop() ?? 0) * Math.max(1, ...numbersIn(token)));
    else if (token.startsWith('\\Q')) level.push(...[...token.slice(2).replace('\\E', '')].map(() => 1));
    else if (/^(\^|\$|\\[AzbB])$/.test(token)) level.push(4);
    else level.push(1);
    levels[0]?.unshift(onceIn(token));
  }
  return sum(levels.flat());
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
const numbersIn = (text: string): readonly number[] => (text.match(/\d+/g) ?? []).map(Number);

/** What repetitions do not multiply. */
function onceIn(token: string): number {
  const classes = /^(\[|\\[pP])/.test(token) ? (token.match(/\\[pP]/g) ?? []).length : 0;
  const ranges = token.startsWith('[') ? (token.match(/[^\\[]-(?:[^ -~]|\\x\{)/gu) ?? []).length : 0;
  return classes * 32 + ranges * 64;
}

function isPattern(text: string): boolean {
  try {
    return RE2JS.compile(text) !== null;
  } catch {
    return false;
  }
}

function areSegmentsUnderstood(world: World, key: string): boolean {
  const seen = new Set([key]);
  for (const each of seen) for (const other of segmentsNamedBy(world.segments.get(each))) seen.add(other);
  return [...seen].every((each) => {
    const segment = world.segments.get(each);
    if (segment === undefined) return true;
    const { included, excluded, rules, requires } = segment;
    return (
      isMet(requires) &&
      isTexts(included) &&
      isTexts(excluded) &&
      Array.isArray(rules) &&
      sizeOfPatterns(rules) <= 2000 &&
      rules.every(isConditionsUnderstood)
    );
  });
}

// Reading what may be anything.
function byKey(items: unknown): ReadonlyMap<string, Anything> {
  return new Map(
    list(items)
      .filter((each) => typeof each.key === 'string')
      .map((each) => [String(each.key), each]),
  );
}

function isObject(value: unknown): value is Anything {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function object(value: unknown): Anything {
  return isObject(value) ? value : {};
}

function array(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function list(value: unknown): Anything[] {
  return array(value).map(object);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
