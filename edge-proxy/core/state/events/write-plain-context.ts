import { EVENT_LIMITS } from '../../../../shared/events/limits.ts';
import { isIdentityAttribute } from '../../../../shared/events/redact-context.ts';
import type { EvaluationContext } from '../../../../shared/model/evaluation-context.ts';
import { NUMBER_BYTES, writeBytes, writeNumber, writePlainText } from './write-json.ts';

/**
 * Writes a context without its private attributes if it is plain, as nearly all are: printable ASCII, numbers, booleans
 * and `null` at one level, and a user who may be named. Returns the index after it, or -1 if it is not plain.
 *
 * @param target with room for the largest context behind `at`
 */
export type PlainContextWriter = (
  target: Uint8Array,
  at: number,
  context: EvaluationContext,
  privateAttributes: readonly string[],
) => number;

/** An attribute's name: `,"name":` as bytes, or that it is private. */
type Member = Uint8Array | 'private';

/** What a list of private attributes means for the names of contexts. */
interface Redaction {
  readonly isUserPrivate: boolean;
  readonly members: Map<string, Member>;
  /** Of the context before this one, in its order: nearly always that of this one, too. */
  readonly lastNames: string[];
  readonly lastMembers: Member[];
}

const OPEN = 0x7b;
const CLOSE = 0x7d;
const PLAIN_NAME = /^[ !#-[\]-~]*$/;
/** Names that are cached: applications send few and short ones; others are encoded each time. */
const MOST_NAMES = 1_000;
const LONGEST_NAME = 64;
const MOST_POSITIONS = 100;

/** Most of the cost of recording on a busy edge, so redaction, validation and JSON are one pass. */
export function createPlainContextWriter(): PlainContextWriter {
  const redactionOf = createRedactions();
  const words = { true: ascii('true'), false: ascii('false'), null: ascii('null') };

  function writeValue(target: Uint8Array, at: number, value: EvaluationContext[string], end: number): number {
    if (typeof value === 'string') {
      return at + value.length < end ? writePlainText(target, at, value) : -1;
    }
    if (typeof value === 'number') return Number.isFinite(value) ? writeNumber(target, at, value) : -1;
    if (typeof value === 'boolean') return writeBytes(target, at, value ? words.true : words.false);
    return value === null ? writeBytes(target, at, words.null) : -1;
  }

  return (target, start, context, privateAttributes) => {
    const redaction = redactionOf(privateAttributes);
    if (redaction.isUserPrivate) return -1;
    const { lastNames, lastMembers } = redaction;
    // A number and a closing brace always fit behind it.
    const end = start + EVENT_LIMITS.contextBytes - NUMBER_BYTES;
    let at = start;
    let index = 0;
    for (const name in context) {
      const member =
        lastNames[index] === name ? lastMembers[index] : memberOf(name, index, redaction, privateAttributes);
      index += 1;
      if (member === 'private') continue;
      const value = context[name];
      if (member === undefined || at + member.length >= end || isLongUser(name, value)) return -1;
      at = writeValue(target, writeBytes(target, at, member), value, end);
      if (at === -1) return -1;
    }
    // In place of the first comma; an empty context has none.
    target[start] = OPEN;
    const last = Math.max(at, start + 1);
    target[last] = CLOSE;
    return last + 1;
  };
}

/** The list of an environment stays the same object until it changes. */
function createRedactions(): (privateAttributes: readonly string[]) => Redaction {
  const redactions = new WeakMap<readonly string[], Redaction>();
  let lastList: readonly string[] = [];
  let last = toRedaction(lastList);
  return (privateAttributes) => {
    if (privateAttributes === lastList) return last;
    lastList = privateAttributes;
    last = redactions.get(privateAttributes) ?? toRedaction(privateAttributes);
    redactions.set(privateAttributes, last);
    return last;
  };
}

function toRedaction(privateAttributes: readonly string[]): Redaction {
  const isUserPrivate = privateAttributes.some(isIdentityAttribute);
  return { isUserPrivate, members: new Map(), lastNames: [], lastMembers: [] };
}

/** `undefined` if the name is not plain. */
function memberOf(
  name: string,
  index: number,
  { members, lastNames, lastMembers }: Redaction,
  privateAttributes: readonly string[],
): Member | undefined {
  const known = members.get(name);
  if (known === undefined && !PLAIN_NAME.test(name)) return undefined;
  const member = known ?? (privateAttributes.includes(name) ? 'private' : ascii(`,"${name}":`));
  if (name.length > LONGEST_NAME) return member;
  if (members.size < MOST_NAMES) members.set(name, member);
  if (index < MOST_POSITIONS) {
    lastNames[index] = name;
    lastMembers[index] = member;
  }
  return member;
}

function isLongUser(name: string, value: EvaluationContext[string]): boolean {
  return typeof value === 'string' && value.length > EVENT_LIMITS.userIdBytes && isIdentityAttribute(name);
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
