import type { components } from '../../../../shared/management-client/openapi.ts';
import type { JsonValue } from '../../../../shared/model/json.ts';
import { isRecord } from '../../../../shared/model/type-guards.ts';
import { valueText } from '../../editing/diff/value-words.ts';

type PreviewRequest = components['schemas']['PreviewRequest'];
export type PreviewOutcome = components['schemas']['PreviewOutcome'];
type GivenContext = Readonly<Record<string, JsonValue>>;

/** What the person asks for. */
export interface PreviewForm {
  readonly environmentKey: string;
  readonly source: 'recorded' | 'given';
  readonly days: number;
  readonly sample: number;
  readonly hasExamples: boolean;
  /** The contexts, as JSON. */
  readonly text: string;
}

const MAX_CONTEXTS = 100;
const EXAMPLES = 10;

interface ReadContexts {
  readonly contexts: GivenContext[];
  readonly fault?: string;
}

/** Reads one context or a list of them. */
export function contextsFromText(text: string): ReadContexts {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { contexts: [], fault: 'This is not JSON.' };
  }
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) return { contexts: [], fault: 'The list is empty.' };
  if (list.length > MAX_CONTEXTS) return { contexts: [], fault: `At most ${MAX_CONTEXTS} contexts.` };
  return list.every(isContext) ? { contexts: list } : { contexts: [], fault: 'A context is a JSON object.' };
}

/** All that is in parsed JSON is JSON. */
const isContext = (value: unknown): value is GivenContext => isRecord(value);

/** The request for what the person asks for; undefined if something is missing or out of its bounds. */
export function previewRequest(form: PreviewForm): PreviewRequest | undefined {
  const { environmentKey, source, days, sample, hasExamples, text } = form;
  if (environmentKey === '') return undefined;
  if (source === 'given') {
    const { contexts, fault } = contextsFromText(text);
    return fault === undefined ? { environmentKey, contexts } : undefined;
  }
  if (!(isWithin(days, 30) && isWithin(sample, 10_000))) return undefined;
  const examples = hasExamples ? EXAMPLES : 0;
  return { environmentKey, contexts: [], recorded: { days, sample, examples } };
}

const isWithin = (value: number, max: number): boolean =>
  Number.isInteger(value) && value >= 1 && value <= max;

/** What an edge answers, in words: `on (true)`, or the error. */
export function outcomeWords({ variationKey, errorCode, value, reason }: PreviewOutcome): string {
  if (errorCode !== null) return `error ${errorCode}`;
  const served = value === undefined ? '' : ` (${valueText(value)})`;
  return variationKey === null
    ? `default value${served}, ${reason.toLowerCase()}`
    : `${variationKey}${served}`;
}

type Sample = NonNullable<components['schemas']['Preview']['sample']>;

const CAP_WORDS: Readonly<Record<Sample['caps'][number], string>> = {
  SAMPLE: 'the number of users that you asked for was reached',
  EVENTS: 'the newest 50,000 events were looked at, older ones were not',
  BYTES: 'the contexts together were too large to read all of them',
  TIME: 'the time for a preview was over',
};

/** How many users were found and evaluated, and why not more. */
export function sampleWords({ days, events, users, evaluated, changed, leftOut, caps }: Sample): string {
  const count = (value: number) => value.toLocaleString('en');
  const because = caps.length === 0 ? '' : ` Not all: ${caps.map((cap) => CAP_WORDS[cap]).join('; ')}.`;
  const large = leftOut === 0 ? '' : ` ${count(leftOut)} had contexts that are too large.`;
  return `${count(changed)} of ${count(evaluated)} evaluated users get something else. In the last ${days} ${
    days === 1 ? 'day' : 'days'
  } ${count(users)} users were found in ${count(events)} events.${because}${large}`;
}
