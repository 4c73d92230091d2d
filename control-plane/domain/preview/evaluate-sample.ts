import type { EvaluationContext } from '../../../shared/evaluation/index.ts';
import { userIdOf } from '../../../shared/events/redact-context.ts';
import type { JsonValue } from '../../../shared/model/json.ts';
import type { Database } from '../../store/database/database.ts';
import type { RecordedUser } from '../../store/events/recorded-users.ts';
import { attributesReadBy } from './attribute-uses.ts';
import type { ContextEvaluation } from './evaluate-contexts.ts';
import type { PreviewInput } from './load-preview.ts';
import type { PreviewExample } from './preview.ts';
import { readContexts } from './recorded-contexts.ts';
import type { SampleCap } from './sample-users.ts';

/** Characters of an attribute's value as JSON in an example. */
const MAX_EXAMPLE_VALUE = 1_000;

export interface EvaluatedSample {
  readonly evaluated: number;
  readonly changed: number;
  readonly leftOut: number;
  readonly examples: readonly PreviewExample[];
  readonly cap: SampleCap | undefined;
}

/** Evaluates the recorded contexts of events, until the time is over or they have too many bytes. */
export async function evaluateSample(
  sql: Database,
  sampled: readonly RecordedUser[],
  evaluation: ContextEvaluation,
  options: { readonly input: PreviewInput; readonly contextBytes: number; readonly examples: number },
): Promise<EvaluatedSample> {
  const examples: PreviewExample[] = [];
  const counts = { evaluated: 0, changed: 0, leftOut: 0 };
  const attributes = attributeReader(options.input);
  let characters = 0;
  const { privateAttributes } = options.input.environment;
  for await (const contexts of readContexts(sql, sampled, privateAttributes)) {
    for (const { context, characters: length } of contexts) {
      characters += length;
      if (characters > options.contextBytes) return { ...counts, examples, cap: 'BYTES' };
      if (context === null) {
        counts.leftOut += 1;
        continue;
      }
      const isChanged = await evaluation.evaluate(context, ({ flagKey, before, after, isChange }) => {
        if (!isChange || examples.length >= options.examples) return;
        const read = attributes(flagKey, context);
        examples.push({ flagKey, user: userIdOf(context), attributes: read, before, after });
      });
      if (isChanged === undefined) return { ...counts, examples, cap: 'TIME' };
      counts.evaluated += 1;
      if (isChanged) counts.changed += 1;
    }
  }
  return { ...counts, examples, cap: undefined };
}

/** Picks the attributes that the evaluation of a flag may read. */
function attributeReader({
  states,
  environment,
}: PreviewInput): (flagKey: string, context: EvaluationContext) => Readonly<Record<string, JsonValue>> {
  const known = new Map<string, ReadonlySet<string>>();
  const namesOf = (flagKey: string): ReadonlySet<string> => {
    const found = known.get(flagKey);
    if (found !== undefined) return found;
    const names = new Set([
      ...attributesReadBy(states.before, flagKey, environment.key),
      ...attributesReadBy(states.after, flagKey, environment.key),
    ]);
    known.set(flagKey, names);
    return names;
  };
  return (flagKey, context) =>
    Object.fromEntries(
      [...namesOf(flagKey)].flatMap((attribute): [string, JsonValue][] => {
        const name = Object.hasOwn(context, attribute) ? attribute : (attribute.split('.')[0] ?? attribute);
        const value = Object.hasOwn(context, name) ? context[name] : undefined;
        if (value === undefined) return [];
        return [[name, JSON.stringify(value).length > MAX_EXAMPLE_VALUE ? null : value]];
      }),
    );
}
