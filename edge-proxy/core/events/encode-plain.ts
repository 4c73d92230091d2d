import type { EvaluationContext } from '../../../shared/evaluation/context.ts';
import type { Resolution } from '../../../shared/evaluation/resolution.ts';
import type { EncodedEvent } from '../../../shared/events/event-batch.ts';
import { EVENT_LIMITS } from '../../../shared/events/limits.ts';
import type { UuidV7Generator } from '../../../shared/events/uuid-v7.ts';
import { isKey } from '../../../shared/model/key-syntax.ts';
import type { Evaluation } from '../ports.ts';

/**
 * Encodes the event of an evaluation whose context is plain, as nearly all are: texts of printable ASCII, numbers and
 * booleans, at one level. `undefined`: it is not plain.
 */
export type PlainEncoder = (
  evaluation: Evaluation,
  timeMs: number,
  privateAttributes: readonly string[],
) => EncodedEvent | undefined;

/** What events of one resolution have in common, as JSON before and after the user. */
interface Frame {
  readonly environmentId: string;
  readonly beforeUser: string;
  readonly afterUser: string;
}

/** Printable ASCII that stands in JSON as it is, one byte a character. */
const PLAIN_TEXT = /^[ !#-[\]-~]*$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const IDENTITY = ['targetingKey', 'userId', 'key'] as const;

/**
 * Encoding is what recording costs: on a busy edge more than evaluating. For plain contexts redaction, validation and
 * JSON are one walk that gives the same text as the general way, which everything else takes.
 */
export function createPlainEncoder(newId: UuidV7Generator): PlainEncoder {
  const frames = new WeakMap<Resolution, Frame>();
  const memberStart = createMemberStarts();
  let lastMs = Number.NaN;
  let lastTime = '';

  function frameOf({ environmentId, resolution }: Evaluation): Frame | undefined {
    const known = frames.get(resolution);
    if (known?.environmentId === environmentId) return known;
    const frame = toFrame(environmentId, resolution);
    if (frame !== undefined) frames.set(resolution, frame);
    return frame;
  }

  return (evaluation, timeMs, privateAttributes) => {
    const frame = frameOf(evaluation);
    if (frame === undefined) return undefined;
    const user = userOf(evaluation.context, privateAttributes);
    const context =
      user === undefined ? undefined : plainContext(evaluation.context, privateAttributes, memberStart);
    if (user === undefined || context === undefined) return undefined;
    if (timeMs !== lastMs) {
      lastTime = new Date(timeMs).toISOString();
      lastMs = timeMs;
    }
    const head = `{"id":"${newId(timeMs)}${frame.beforeUser}${user}${frame.afterUser}`;
    const json = `${head}${context},"evaluatedAt":"${lastTime}"}`;
    return { json, bytes: json.length };
  };
}

function toFrame(environmentId: string, resolution: Resolution): Frame | undefined {
  const { flagKey, variationKey, reason } = resolution;
  if (!UUID.test(environmentId) || !isKey(flagKey)) return undefined;
  if (variationKey !== null && !isKey(variationKey)) return undefined;
  return {
    environmentId,
    beforeUser: `","environmentId":"${environmentId}","flagKey":"${flagKey}","userId":`,
    afterUser: `,"variationKey":${JSON.stringify(variationKey)},"reason":"${reason}","context":`,
  };
}

/** The event's user as JSON; `undefined` where it takes more than a look to tell. */
function userOf(context: EvaluationContext, privateAttributes: readonly string[]): string | undefined {
  for (const name of IDENTITY) if (privateAttributes.includes(name)) return undefined;
  for (const name of IDENTITY) {
    if (!Object.hasOwn(context, name)) continue;
    const value = context[name];
    const isUser = typeof value === 'string' && value !== '' && value.length <= EVENT_LIMITS.userIdBytes;
    return isUser && PLAIN_TEXT.test(value) ? `"${value}"` : undefined;
  }
  return 'null';
}

/** Names that are remembered: applications send few and short ones, and whoever sends others gains nothing by it. */
const MOST_NAMES = 1_000;
const LONGEST_NAME = 64;

/** `"name":` of an attribute, `undefined` where the name is not plain. */
type MemberStart = (name: string) => string | undefined;

function createMemberStarts(): MemberStart {
  const starts = new Map<string, string>();
  return (name) => {
    const known = starts.get(name);
    if (known !== undefined) return known;
    if (!PLAIN_TEXT.test(name)) return undefined;
    const start = `"${name}":`;
    if (starts.size < MOST_NAMES && name.length <= LONGEST_NAME) starts.set(name, start);
    return start;
  };
}

function plainContext(
  context: EvaluationContext,
  privateAttributes: readonly string[],
  memberStart: MemberStart,
): string | undefined {
  let members = '';
  for (const name in context) {
    if (privateAttributes.includes(name)) continue;
    const start = memberStart(name);
    const value = plainValue(context[name]);
    if (value === undefined || start === undefined) return undefined;
    members += members === '' ? start + value : `,${start}${value}`;
  }
  return members.length + 2 > EVENT_LIMITS.contextBytes ? undefined : `{${members}}`;
}

function plainValue(value: EvaluationContext[string]): string | undefined {
  switch (typeof value) {
    case 'string':
      return PLAIN_TEXT.test(value) ? `"${value}"` : undefined;
    case 'number':
      return Number.isFinite(value) ? String(value) : undefined;
    case 'boolean':
      return String(value);
    default:
      return undefined;
  }
}
