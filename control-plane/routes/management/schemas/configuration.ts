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
      description: 'The attribute that is hashed into a bucket. Default: the targeting key.',
    }),
    seed: z.string().min(1).max(LIMITS.attribute).optional().openapi({
      description:
        'Part of the hash. Flags with the same seed assign the same buckets. Default: the key of the flag.',
    }),
  })
  .openapi('Rollout');

export const serve = z
  .strictObject({ variation: keyText.optional(), rollout: rollout.optional() })
  .transform((given, context): Serve => {
    const { variation: key, rollout: shares } = given;
    if (key !== undefined && shares === undefined) return { variation: key };
    if (shares !== undefined && key === undefined) return { rollout: toRollout(shares) };
    context.addIssue({ code: 'custom', message: 'must have either variation or rollout' });
    return z.NEVER;
  })
  .openapi('Serve', { description: 'Either one variation or a rollout.' });

/** Absent members stay absent, so that equal configurations compare equal. */
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
      description:
        'An attribute of the evaluation context: a key, or a path like `a.b.c`. Omitted if `conditionType` is `segment`.',
    }),
    operator: z.string().min(1).max(40).openapi({ example: 'in' }),
    values: z.array(jsonValue).max(LIMITS.conditionValues).readonly().openapi({
      description:
        'At least one must match. Segment keys if `conditionType` is `segment`. `eq`, `neq`, `in` and `not_in` take numbers from -9007199254740991 to 9007199254740991.',
    }),
  })
  .openapi('Condition');

export const prerequisite = z
  .strictObject({
    flagKey: keyText,
    variations: z.array(keyText).min(1).max(LIMITS.variations).readonly(),
  })
  .openapi('Prerequisite', {
    description: 'Another flag, which must be on and serve one of these variations.',
  });

export const ruleMembers = {
  priority: z.number().int().min(0).max(2_147_483_647).openapi({
    description: 'Rules are evaluated by ascending priority. Unique within the flag.',
  }),
  description: descriptionText.default(''),
  conditions: z.array(condition).max(LIMITS.conditions).readonly().openapi({
    description: 'All must hold. A rule without conditions matches every user.',
  }),
  serve,
};

export const rule = z
  .strictObject({
    id: uuid.optional().openapi({ description: 'The id of an existing rule; omitted for a new rule.' }),
    ...ruleMembers,
  })
  .openapi('RuleDraft');

export const configurationMembers = {
  enabled: z.boolean(),
  defaultValue: jsonValue.openapi({
    type: ['boolean', 'string', 'number', 'object', 'array', 'null'],
    description:
      "Served when the flag is off or no rule matches. null: the default in the caller's code applies.",
  }),
  variations: z.array(variation).min(1).max(LIMITS.variations).readonly(),
  prerequisites: z.array(prerequisite).max(LIMITS.prerequisites).readonly(),
  rules: z.array(rule).max(LIMITS.rules).readonly(),
};

const version = z.number().int().min(1).optional().openapi({
  description: 'If given, the change is refused unless it is the current version.',
});

/** A whole configuration. */
export const configurationPut = z
  .strictObject({ ...configurationMembers, version })
  .openapi('ConfigurationPut');

/** Some members of a configuration. Each given member is replaced as a whole. */
export const configurationPatch = z
  .strictObject({ ...configurationMembers, version })
  .partial()
  .openapi('ConfigurationPatch');

const storedRule = z.object({ id: uuid, ...ruleMembers }).openapi('Rule');

export const configurationResponse = z
  .object({
    ...configurationMembers,
    rules: z.array(storedRule).readonly(),
    version: z
      .number()
      .int()
      .openapi({ description: 'The version of the environment that last changed this configuration.' }),
  })
  .openapi('Configuration');
