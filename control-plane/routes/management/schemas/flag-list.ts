import { z } from '@hono/zod-openapi';
import { FLAG_TYPES } from '../../../../shared/model/flag-set.ts';
import { LIMITS } from '../../../model/limits.ts';
import { keyText, moment, pageByKey } from './common.ts';
import { serve } from './configuration.ts';
import { flagResponse, tag } from './flag.ts';

const isTrue = (text: 'true' | 'false') => text === 'true';
const trueOrFalse = z.enum(['true', 'false']).transform(isTrue).optional();
const time = moment.transform((text) => new Date(text)).optional();
const ofEnvironment = 'In `environment`, otherwise in at least one environment.';

/** The filters of the list of flags. A flag is listed if it passes all of them. */
export const flagListQuery = pageByKey
  .extend({
    q: z.string().trim().min(1).max(LIMITS.name).optional().openapi({
      description: 'Part of the key, the name or the description, in any case.',
    }),
    state: z.enum(['active', 'archived']).optional(),
    archived: trueOrFalse.openapi({ description: 'The older form of `state`.' }),
    type: z.enum(FLAG_TYPES).optional(),
    tag: z
      .union([tag, z.array(tag).max(LIMITS.tags)])
      .optional()
      .openapi({ description: 'May be repeated: the flag has all of them.' }),
    owner: z.string().trim().min(1).max(LIMITS.owner).optional(),
    environment: keyText.optional().openapi({
      description:
        'The environment that `enabled`, `segment`, `prerequisite` and `notEvaluatedForDays` are about.',
    }),
    enabled: trueOrFalse.openapi({ description: `Whether the flag is on. ${ofEnvironment}` }),
    segment: keyText.optional().openapi({ description: `Rules of the flag name it. ${ofEnvironment}` }),
    prerequisite: keyText
      .optional()
      .openapi({ description: `The flag has it as a prerequisite. ${ofEnvironment}` }),
    createdBefore: time,
    createdAfter: time,
    notEvaluatedForDays: z.coerce.number().int().min(1).max(3_650).optional().openapi({
      description:
        'Flags that are older than so many days and of which no evaluation was recorded since then, in `environment`, otherwise in all environments. Clients that ask for all flags at once record none.',
    }),
  })
  .refine(({ state, archived }) => state === undefined || archived === undefined, {
    path: ['archived'],
    message: 'must be absent if state is given',
  });

/** The filters in the domain's words. */
export function toFlagListQuery(query: z.output<typeof flagListQuery>) {
  const { q, state, archived, tag: tags, environment, segment, prerequisite, ...others } = query;
  return {
    ...others,
    text: q,
    archived: state === undefined ? archived : state === 'archived',
    tags: typeof tags === 'string' ? [tags] : tags,
    environmentKey: environment,
    segmentKey: segment,
    prerequisiteKey: prerequisite,
  };
}

const status = z
  .object({
    environmentKey: keyText,
    enabled: z.boolean(),
    version: z.number().int(),
    offVariation: keyText.nullable().openapi({
      description:
        'The variation that is served while the flag is off; null: none has the default value, or the value is long.',
    }),
    fallthrough: serve.nullable().openapi({
      description: 'What the first rule without conditions serves; null: there is none.',
    }),
    ruleCount: z.number().int(),
    updatedAt: z.string(),
    lastEvaluatedHour: z.string().nullable().openapi({
      description: 'The start of the hour of the last recorded evaluation; null: none.',
    }),
  })
  .openapi('FlagStatus');

/** A flag in a list. */
export const listedFlag = z
  .object({
    ...flagResponse.shape,
    environments: z.array(status).readonly().openapi({ description: 'By sort order.' }),
  })
  .openapi('ListedFlag');
