import { z } from '@hono/zod-openapi';
import { contextFault } from '../../../../shared/model/context-limits.ts';
import type { JsonObject } from '../../../../shared/model/json.ts';
import { isRecord } from '../../../../shared/model/type-guards.ts';
import { jsonValue, keyText } from './common.ts';
import { condition } from './configuration.ts';

/** An evaluation context, within the limits that edges have. */
export const evaluationContext = z
  .custom<JsonObject>((given) => isRecord(given), 'must be an object')
  .superRefine((given, refinement) => {
    const fault = contextFault(given);
    if (fault !== undefined) refinement.addIssue({ code: 'custom', message: fault });
  })
  .openapi({
    type: 'object',
    additionalProperties: { $ref: '#/components/schemas/JsonValue' },
    description: 'An evaluation context, as an application sends it.',
    example: { targetingKey: 'u-42', plan: 'premium' },
  });

const resolution = z
  .object({
    flagKey: keyText,
    value: jsonValue,
    variationKey: z.string().nullable(),
    reason: z.string().openapi({ example: 'TARGETING_MATCH' }),
    errorCode: z.string().nullable(),
    errorDetails: z.string().nullable(),
  })
  .openapi('Resolution', { description: 'What an edge answers.' });

const segmentMembership = z.object({
  segmentKey: keyText,
  member: z.boolean(),
  reason: z.enum(['missing', 'excluded', 'included', 'a rule holds', 'no rule holds']),
});

const explainedCondition = z.object({
  condition,
  actual: jsonValue.openapi({
    description: 'The value of the attribute in the context; null if it is absent.',
  }),
  comparison: z.enum(['compared', 'absent', 'type mismatch']).openapi({
    description: '`type mismatch`: the operator does not take values of this type.',
  }),
  holds: z.boolean(),
  segments: z.array(segmentMembership).readonly(),
});

const explainedRollout = z.object({
  bucketBy: z.string(),
  seed: z.string(),
  value: z
    .string()
    .nullable()
    .openapi({ description: 'The text that is hashed; null if the context has no usable one.' }),
  bucket: z.int().nullable().openapi({ description: 'From 0 to 99,999.' }),
  shares: z
    .array(z.object({ variation: z.string(), weight: z.int() }))
    .readonly()
    .openapi({ description: 'In the order of the buckets, in 100,000ths.' }),
});

const explainedRule = z.object({
  id: z.string(),
  priority: z.int(),
  status: z.enum(['matched', 'not matched', 'not reached']),
  conditions: z.array(explainedCondition).readonly(),
  rollout: explainedRollout.nullable(),
});

const explainedPrerequisite = z.object({
  flagKey: keyText,
  variations: z.array(z.string()).readonly(),
  status: z.enum(['fulfilled', 'missing', 'cycle', 'off', 'error', 'other variation']),
  resolution: z.union([resolution, z.null()]),
});

/** Why a flag serves what it serves. */
export const explanation = z
  .object({
    resolution,
    problems: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .readonly()
      .openapi({ description: 'Why the flag is not understood; empty if it is.' }),
    prerequisites: z.array(explainedPrerequisite).readonly(),
    rules: z
      .array(explainedRule)
      .readonly()
      .openapi({ description: 'By priority; empty if the flag is off or not understood.' }),
  })
  .openapi('Explanation');
