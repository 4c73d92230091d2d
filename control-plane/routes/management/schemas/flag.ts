import { z } from '@hono/zod-openapi';
import { METADATA_LIMITS, metadataFaults } from '../../../../shared/model/flag-metadata.ts';
import { FLAG_TYPES } from '../../../../shared/model/flag-set.ts';
import type { JsonObject } from '../../../../shared/model/json.ts';
import { isRecord } from '../../../../shared/model/type-guards.ts';
import { LIMITS } from '../../../model/limits.ts';
import { descriptionText, jsonValue, keyText, nameText, recordOf, uuid } from './common.ts';
import { variation } from './configuration.ts';

export const tag = z.string().trim().min(1).max(100);
export const tagList = z.array(tag).max(LIMITS.tags).readonly();
export const owner = z.string().trim().min(1).max(LIMITS.owner).nullable().openapi({
  description: 'A user or a team, as people write it. Readers do not get it; null: none.',
  example: 'team-checkout',
});
export const clientSide = z
  .boolean()
  .openapi({ description: 'Whether client keys (browsers, mobile apps) have access to the flag.' });

export const metadata = recordOf(z.string(), z.union([z.string(), z.boolean(), z.int()]))
  .readonly()
  .superRefine((given, context) => {
    for (const { path, message } of metadataFaults(given)) {
      context.addIssue({ code: 'custom', path: path === '' ? [] : [path], message });
    }
  })
  .openapi({
    description: `Sent with each evaluation of the flag, so public to all its readers; no part of the evaluation. At most ${METADATA_LIMITS.entries} entries; names of at most ${METADATA_LIMITS.name} characters, of which some are reserved; texts of at most ${METADATA_LIMITS.text} characters, booleans and integers.`,
    example: { owner: 'checkout', ticket: 4711 },
  });

/** Whether it is a JSON Schema is validated by the domain, with the values that it is about. */
export const jsonSchema = z
  .custom<JsonObject>((given) => isRecord(given), 'must be an object or null')
  .nullable()
  .openapi({
    type: ['object', 'null'],
    // Without it a generated client would have the type of an object without members.
    additionalProperties: true,
    description: `A JSON Schema (2020-12) that the values of a flag of type json must match; null: none. Readers do not get it. At most ${LIMITS.jsonSchema} characters, with ${LIMITS.jsonSchemaSubschemas} schemas within it; references within the document only; patterns of RE2 syntax. \`format\` is an annotation.`,
    example: { type: 'object', required: ['steps'], properties: { steps: { type: 'integer', minimum: 1 } } },
  });

export const newFlag = z
  .strictObject({
    key: keyText,
    name: nameText.optional().openapi({ description: 'Default: the key.' }),
    description: descriptionText.default(''),
    type: z.enum(FLAG_TYPES),
    tags: tagList.default([]),
    owner: owner.optional(),
    clientSide: clientSide.default(false),
    metadata: metadata.default({}),
    jsonSchema: jsonSchema.optional(),
    variations: z.array(variation).min(1).max(LIMITS.variations).readonly().optional().openapi({
      description:
        'The variations in every environment. Default for a boolean flag: `on` and `off`; required for other types.',
    }),
    defaultValue: jsonValue.optional().openapi({
      description:
        'Served while the flag is off. Default for a boolean flag: `false`; required for other types.',
    }),
  })
  .openapi('NewFlag');

export const flagPatch = z
  .strictObject({
    name: nameText,
    description: descriptionText,
    tags: tagList,
    owner,
    clientSide,
    metadata,
    jsonSchema,
  })
  .partial()
  .openapi('FlagPatch');

export const flagResponse = z
  .object({
    id: uuid,
    key: keyText,
    name: z.string(),
    description: z.string(),
    type: z.enum(FLAG_TYPES),
    tags: tagList,
    owner,
    clientSide,
    metadata,
    jsonSchema,
    archived: z.boolean(),
    createdBy: uuid,
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .openapi('Flag');
