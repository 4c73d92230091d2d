import { z } from '@hono/zod-openapi';
import { FLAG_TYPES } from '../../../../shared/model/flag-set.ts';
import { CHANGE_SET_STATES } from '../../../model/change-set.ts';
import { jsonValue, keyText, moment, uuid } from './common.ts';
import { condition, prerequisite, serve } from './configuration.ts';
import { clientSide, metadata } from './flag.ts';

const changeSets = z
  .array(
    z.object({
      id: uuid,
      name: z.string(),
      state: z.enum(CHANGE_SET_STATES),
      applyAt: z.string().nullable().openapi({ description: 'When it is to be applied.' }),
    }),
  )
  .readonly()
  .openapi({ description: 'The newest change sets that are neither applied nor discarded and name it.' });
const isComplete = z.boolean().openapi({
  description: 'false: there are more. The list of flags has filters that find them all, in pages.',
});
const place = { flagKey: keyText, environmentKey: keyText };

export const flagUses = z
  .object({
    prerequisiteOf: z
      .array(z.object({ ...place, archived: z.boolean(), variations: z.array(keyText).readonly() }))
      .readonly()
      .openapi({ description: 'Configurations that require these variations of the flag.' }),
    changeSets,
    isComplete,
  })
  .openapi('FlagUses');

export const segmentUses = z
  .object({
    flags: z
      .array(z.object(place))
      .readonly()
      .openapi({ description: 'Configurations whose rules name the segment.' }),
    segments: z.array(keyText).readonly().openapi({ description: 'Segments whose rules name it.' }),
    changeSets,
    isComplete,
  })
  .openapi('SegmentUses');

/** 30 days. */
const MAX_HOURS = 720;
export const evaluationsQuery = z.strictObject({
  hours: z.coerce.number().int().min(1).max(MAX_HOURS).default(24),
  until: moment
    .transform((text) => new Date(text))
    .optional()
    .openapi({ description: 'A time in the last hour. Default: now.' }),
});

const evaluations = z.number().int();
const hourly = z
  .array(
    z.object({ hour: z.string().openapi({ description: 'The start of the hour, in UTC.' }), evaluations }),
  )
  .readonly()
  .openapi({ description: 'Hours without evaluations are left out.' });

export const evaluationCounts = z
  .object({
    from: z.string(),
    to: z.string().openapi({ description: 'The end of the last hour.' }),
    evaluations,
    variations: z
      .array(
        z.object({
          variationKey: z.string().nullable().openapi({ description: 'null: no variation was served.' }),
          evaluations,
          hours: hourly,
        }),
      )
      .readonly()
      .openapi({ description: 'The 100 variations with the most evaluations.' }),
    others: z.object({ evaluations, hours: hourly }).openapi({ description: 'All other variations.' }),
  })
  .openapi('EvaluationCounts');

export const attributesQuery = z.strictObject({
  days: z.coerce.number().int().min(1).max(30).default(7),
  flag: keyText.optional().openapi({ description: 'Only evaluations of this flag.' }),
});

export const seenAttributes = z
  .object({
    since: z.string(),
    contexts: z.number().int().openapi({ description: 'The number of contexts in the sample.' }),
    attributes: z
      .array(
        z.object({
          name: z.string().openapi({ description: 'A name, or a path into objects like `a.b.c`.' }),
          types: z.array(z.enum(['string', 'number', 'boolean'])).readonly(),
          contexts: z.number().int(),
          values: z
            .array(
              z.object({
                value: z.union([z.string(), z.number(), z.boolean()]),
                contexts: z.number().int(),
              }),
            )
            .readonly(),
          hasOtherValues: z.boolean(),
        }),
      )
      .readonly(),
    hasOtherAttributes: z.boolean(),
  })
  .openapi('SeenAttributes');

const version = z.number().int();
const conditions = z.array(condition).readonly();

const requires = z.array(z.string()).readonly().openapi({
  description: 'Protocol features that a reader must understand. A reader that does not answers `GENERAL`.',
});

/** The data of the event `snapshot` of `GET /stream`. */
export const flagSet = z
  .object({
    protocol: z.number().int(),
    environment: z.object({ id: uuid, key: keyText }),
    flags: z
      .array(
        z.object({
          key: keyText,
          type: z.enum(FLAG_TYPES),
          version,
          enabled: z.boolean(),
          defaultValue: jsonValue,
          clientSide,
          variations: z.array(z.object({ key: keyText, value: jsonValue })).readonly(),
          prerequisites: z.array(prerequisite).readonly(),
          rules: z.array(z.object({ id: uuid, priority: z.number().int(), conditions, serve })).readonly(),
          metadata: metadata.optional(),
          requires: requires.optional(),
        }),
      )
      .readonly(),
    segments: z
      .array(
        z.object({
          key: keyText,
          version,
          included: z.array(z.string()).readonly(),
          excluded: z.array(z.string()).readonly(),
          rules: z.array(z.object({ conditions })).readonly(),
          requires: requires.optional(),
        }),
      )
      .readonly(),
    committedAt: z.string(),
  })
  .openapi('FlagSet');
