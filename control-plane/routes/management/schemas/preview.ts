import { z } from '@hono/zod-openapi';
import { unsupportedList } from './change-set.ts';
import { jsonValue, keyText, moment } from './common.ts';
import { evaluationContext } from './explanation.ts';

const MAX_CONTEXTS = 100;
const MAX_FLAGS = 500;
const MAX_DAYS = 30;
const MAX_USERS = 10_000;
const MAX_EXAMPLES = 100;

export const previewRequest = z
  .strictObject({
    environmentKey: keyText,
    flagKeys: z.array(keyText).min(1).max(MAX_FLAGS).optional().openapi({
      description: 'Only these flags. Default: all that the draft affects in the environment.',
    }),
    contexts: z
      .array(evaluationContext)
      .max(MAX_CONTEXTS)
      .default([])
      .openapi({ description: 'Contexts that are evaluated before and after the draft.' }),
    recorded: z
      .strictObject({
        days: z.int().min(1).max(MAX_DAYS).default(7),
        sample: z.int().min(1).max(MAX_USERS).default(1_000).openapi({
          description: 'Distinct users at most, chosen by a hash of their keys.',
        }),
        examples: z.int().min(0).max(MAX_EXAMPLES).default(0).openapi({
          description:
            'Users for whom a flag changes, with the attributes that it reads. Needs the right contexts:read, and is audited.',
        }),
      })
      .optional()
      .openapi({ description: 'Evaluates the contexts of users with recorded evaluations.' }),
  })
  .openapi('PreviewRequest');

const outcome = z
  .object({
    variationKey: z.string().nullable(),
    reason: z.string().openapi({ example: 'TARGETING_MATCH' }),
    errorCode: z.string().nullable(),
    value: jsonValue.optional().openapi({ description: 'Absent if it has more than 1,000 characters.' }),
  })
  .openapi('PreviewOutcome', { description: 'What an edge answers.' });

const transition = z.object({
  before: outcome,
  after: outcome,
  changed: z.boolean().openapi({ description: 'Whether variation, value or error differ.' }),
  users: z.int(),
});

const previewedFlag = z.object({
  flagKey: keyText,
  evaluated: z.int().openapi({ description: 'Recorded users that were evaluated.' }),
  changed: z.int(),
  transitions: z.array(transition).readonly().openapi({ description: 'The most frequent 20 first.' }),
  otherUsers: z.int().openapi({ description: 'Users of transitions that are not listed.' }),
  dependsOnPrivate: z.boolean().openapi({
    description: 'Whether it may depend on a private attribute, which recorded contexts do not contain.',
  }),
});

const givenResult = z.object({
  context: z.int().openapi({ description: 'The position in `contexts`, from 0.' }),
  flagKey: keyText,
  before: outcome,
  after: outcome,
  changed: z.boolean(),
});

const sample = z.object({
  days: z.int(),
  from: moment,
  to: moment,
  events: z.int().openapi({ description: 'Events that were looked at.' }),
  eventsWithoutUser: z.int(),
  users: z.int().openapi({ description: 'Distinct users in these events.' }),
  sampled: z.int(),
  evaluated: z.int(),
  changed: z.int().openapi({ description: 'Users for whom at least one flag changes.' }),
  leftOut: z.int().openapi({ description: 'Users whose contexts are too large to be evaluated.' }),
  caps: z.array(z.enum(['SAMPLE', 'EVENTS', 'BYTES', 'TIME'])).readonly(),
});

const attributeUse = z.object({
  flagKey: z.string().nullable(),
  segmentKey: z.string().nullable(),
  rule: z.int().nullable().openapi({ description: 'From 1; null for the members of a segment.' }),
  role: z.enum(['condition', 'bucketBy', 'members']),
  attribute: z.string(),
});

const example = z.object({
  flagKey: keyText,
  user: z.string().nullable(),
  attributes: z.record(z.string(), jsonValue).openapi({
    description: 'Those that the flag may read; null for one of more than 1,000 characters.',
  }),
  before: outcome,
  after: outcome,
});

export const previewResponse = z
  .object({
    environmentKey: keyText,
    diffHash: z.string().openapi({ description: 'The hash of the diff that was previewed.' }),
    flags: z.array(previewedFlag).readonly(),
    flagsLeftOff: z.int(),
    given: z.array(givenResult).readonly().openapi({ description: 'Each given context and flag.' }),
    givenLeftOff: z.int(),
    sample: sample.nullable().openapi({ description: 'null without `recorded`.' }),
    privateUses: z.array(attributeUse).readonly().openapi({
      description: 'Where private attributes are read, which recorded contexts do not contain.',
    }),
    privateUsesLeftOff: z.int(),
    examples: z.array(example).readonly().nullable().openapi({ description: 'null if none were asked for.' }),
    unsupported: unsupportedList,
    unsupportedTotal: z.int(),
    notes: z
      .array(z.object({ code: z.string().openapi({ example: 'SAMPLE_CAPPED' }), message: z.string() }))
      .readonly()
      .openapi({ description: 'What limits the meaning of the numbers.' }),
  })
  .openapi('Preview');
