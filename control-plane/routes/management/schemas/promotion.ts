import { z } from '@hono/zod-openapi';
import { CONFIGURATION_PARTS } from '../../../model/configuration-part.ts';
import { LIMITS } from '../../../model/limits.ts';
import { change, changeSetResponse, draftProblem } from './change-set.ts';
import { descriptionText, environmentParams, keyText, nameText, pageByKey } from './common.ts';
import { tag } from './flag.ts';

export const twoEnvironmentsParams = environmentParams.extend({
  targetKey: keyText.openapi({ param: { name: 'targetKey', in: 'path' as const } }),
});

/** A list in one query parameter, separated by commas. */
const listOf = (entry: z.ZodType<string, string>, description: string) =>
  z
    .string()
    .max(LIMITS.page * (LIMITS.name + 1))
    .transform((text) => text.split(','))
    .pipe(z.array(entry).max(LIMITS.page))
    .optional()
    .openapi({ type: 'string', description: `${description} At most ${LIMITS.page}, separated by commas.` });

export const comparisonQuery = pageByKey.extend({
  flagKeys: listOf(keyText, 'Only these flags.'),
  tags: listOf(tag, 'Only flags with at least one of these tags.'),
  onlyDifferent: z.enum(['true', 'false']).default('false').openapi({
    description:
      'Whether flags that are the same in both environments are left out. A page may then have fewer entries than `limit`, also none, although `next` names another page.',
  }),
});

export const flagComparison = z
  .object({
    flagKey: keyText,
    isSame: z.boolean(),
    changes: z.array(change).readonly().openapi({
      description:
        'What promoting the flag would change: `before` is the value in the target, `after` that in the source.',
    }),
    lines: z.array(z.string()).readonly().openapi({ description: 'The changes in words.' }),
  })
  .openapi('FlagComparison');

const flagList = z.array(keyText).min(1).max(LIMITS.promotedFlags).readonly();

export const newPromotion = z
  .strictObject({
    flagKeys: flagList.optional().openapi({ description: 'Default: every flag that is not archived.' }),
    tags: z
      .array(tag)
      .min(1)
      .max(LIMITS.tags)
      .readonly()
      .optional()
      .openapi({ description: 'Only flags with at least one of these tags.' }),
    parts: z.array(z.enum(CONFIGURATION_PARTS)).min(1).readonly().default(CONFIGURATION_PARTS).openapi({
      description:
        'The members of configurations that are brought to the target. Without `enabled`, what is on there stays on and what is off stays off.',
    }),
    name: nameText.optional().openapi({ description: 'Of the draft.' }),
    description: descriptionText.default(''),
  })
  .openapi('NewPromotion');

export const promotionResponse = z
  .object({
    changeSet: z
      .union([changeSetResponse, z.null()])
      .openapi({ description: 'The draft; null if nothing differs.' }),
    flagKeys: z.array(keyText).readonly().openapi({ description: 'The flags that the draft changes.' }),
    problems: z.array(draftProblem).max(LIMITS.faults).readonly().openapi({
      description:
        'Why the draft cannot be applied as it is, for example because a prerequisite has no such variation in the target. The pointers are those of GET …/problems.',
    }),
    problemsTotal: z.number().int(),
  })
  .openapi('Promotion');

export const newFlagCopy = z
  .strictObject({
    key: keyText.openapi({ description: 'The key of the new flag.' }),
    name: nameText.optional().openapi({ description: 'Default: the name of the original.' }),
    environmentKeys: z
      .array(keyText)
      .min(1)
      .max(LIMITS.environmentsPerProject)
      .readonly()
      .optional()
      .openapi({
        description:
          'The environments whose configuration is copied; in others the new flag starts as any new flag. Default: all.',
      }),
    keepEnabled: z.boolean().default(false).openapi({
      description:
        'Whether the copy is on where the original is on. Otherwise it is off everywhere, which needs no approval in protected environments.',
    }),
    asDraft: z
      .boolean()
      .default(false)
      .openapi({ description: 'Whether the copy becomes a draft. Otherwise it is applied at once.' }),
  })
  .openapi('NewFlagCopy');
