import { z } from '@hono/zod-openapi';
import {
  CONDITION_TYPES,
  ROLLOUT_TOTAL,
  type Rollout,
  type Serve,
} from '../../../../shared/model/flag-set.ts';
import { LIMITS } from '../../../model/limits.ts';
import { descriptionText, jsonValue, keyText, uuid } from './common.ts';

export const variation = z
  .strictObject({
    key: keyText,
    value: jsonValue,
    name: z.string().max(LIMITS.name).default(''),
    description: descriptionText.default(''),
  })
  .openapi('Variation');

const rollout = z
  .strictObject({
    variations: z
      .array(z.strictObject({ variation: keyText, weight: z.number().int().min(0).max(ROLLOUT_TOTAL) }))
      .min(1)
      .max(LIMITS.variations)
      .readonly()
      .openapi({ description: `Weights are integers that sum to ${ROLLOUT_TOTAL}.` }),
    bucketBy: z.string().min(1).max(LIMITS.attribute).optional().openapi({
      description: 'The attribute whose value decides; the targeting key when omitted.',
    }),
    seed: z.string().min(1).max(LIMITS.attribute).optional().openapi({
      description: "Shuffles the buckets; the flag's key when omitted.",
    }),
  })
  .openapi('Rollout');

const serve = z
  .strictObject({ variation: keyText.optional(), rollout: rollout.optional() })
  .transform((given, context): Serve => {
    const { variation: key, rollout: shares } = given;
    if (key !== undefined && shares === undefined) return { variation: key };
    if (shares !== undefined && key === undefined) return { rollout: toRollout(shares) };
    context.addIssue({ code: 'custom', message: 'must have either variation or rollout' });
    return z.NEVER;
  })
  .openapi('Serve', { description: 'Either one variation or a rollout.' });

/** Absent members stay absent, so that stored and sent documents compare equal. */
function toRollout({ variations, bucketBy, seed }: z.infer<typeof rollout>): Rollout {
  return {
    variations,
    ...(bucketBy === undefined ? {} : { bucketBy }),
    ...(seed === undefined ? {} : { seed }),
  };
}

export const condition = z
  .strictObject({
    conditionType: z.enum(CONDITION_TYPES),
    attribute: z.string().max(LIMITS.attribute).default('').openapi({
      description: 'Of the evaluation context: a key, or a path as `a.b.c`. Left out for segments.',
    }),
    operator: z.string().min(1).max(40).openapi({ example: 'in' }),
    values: z.array(jsonValue).max(LIMITS.conditionValues).readonly().openapi({
      description: 'One of them must match. Segment keys where `conditionType` is `segment`.',
    }),
  })
  .openapi('Condition');

const prerequisite = z
  .strictObject({
    flagKey: keyText,
    variations: z.array(keyText).min(1).max(LIMITS.variations).readonly(),
  })
  .openapi('Prerequisite', {
    description: 'Another flag that must be on and serve one of these variations.',
  });

const ruleMembers = {
  priority: z.number().int().min(0).max(2_147_483_647).openapi({
    description: 'Lower goes first; unique within the flag.',
  }),
  description: descriptionText.default(''),
  conditions: z.array(condition).max(LIMITS.conditions).readonly().openapi({
    description: 'All must hold; none: the rule matches everybody.',
  }),
  serve,
};

const rule = z
  .strictObject({
    id: uuid.optional().openapi({ description: 'Of a rule that is there; left out for a new one.' }),
    ...ruleMembers,
  })
  .openapi('RuleDraft');

const members = {
  enabled: z.boolean(),
  defaultValue: jsonValue.openapi({
    type: ['boolean', 'string', 'number', 'object', 'array', 'null'],
    description: "Served when the flag is off or nothing matches; null: the caller's code default counts.",
  }),
  variations: z.array(variation).min(1).max(LIMITS.variations).readonly(),
  prerequisites: z.array(prerequisite).max(LIMITS.prerequisites).readonly(),
  rules: z.array(rule).max(LIMITS.rules).readonly(),
};

const version = z.number().int().min(1).optional().openapi({
  description: 'Where given, the change is refused unless it is the current one.',
});

/** The whole document. */
export const configurationPut = z.strictObject({ ...members, version }).openapi('ConfigurationPut');

/** Some members; each given one is replaced whole. */
export const configurationPatch = z
  .strictObject({ ...members, version })
  .partial()
  .openapi('ConfigurationPatch');

const storedRule = z.object({ id: uuid, ...ruleMembers }).openapi('Rule');

export const configurationAnswer = z
  .object({
    ...members,
    rules: z.array(storedRule).readonly(),
    version: z
      .number()
      .int()
      .openapi({ description: "The environment's version that last changed this document." }),
  })
  .openapi('Configuration');
