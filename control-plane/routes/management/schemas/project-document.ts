import { z } from '@hono/zod-openapi';
import { FLAG_TYPES } from '../../../../shared/model/flag-set.ts';
import { KEY_PATTERN, KEY_RULE } from '../../../../shared/model/key-syntax.ts';
import { LIMITS } from '../../../model/limits.ts';
import { change, draftProblem } from './change-set.ts';
import { descriptionText, nameText, recordOf } from './common.ts';
import { configurationMembers, ruleMembers } from './configuration.ts';
import { clientSide, jsonSchema, metadata, owner, tagList } from './flag.ts';
import { operationBody } from './operation.ts';
import { segmentMembers, segmentRules } from './segment.ts';

const key = z.string().regex(KEY_PATTERN, `must be ${KEY_RULE}`);

const configurationDocument = z
  .strictObject({
    ...configurationMembers,
    prerequisites: configurationMembers.prerequisites.default([]),
    rules: z.array(z.strictObject(ruleMembers)).max(LIMITS.rules).readonly().default([]),
  })
  .openapi('ConfigurationDocument');

const flagDocument = z
  .strictObject({
    type: z.enum(FLAG_TYPES),
    name: nameText.optional().openapi({ description: 'Default: the key.' }),
    description: descriptionText.default(''),
    tags: tagList.default([]),
    owner: owner.default(null),
    clientSide: clientSide.default(false),
    metadata: metadata.default({}),
    jsonSchema: jsonSchema.default(null),
    archived: z.boolean().default(false),
    environments: recordOf(key, configurationDocument).default({}).openapi({
      description: 'By the key of the environment. An environment that is absent does not change.',
    }),
  })
  .openapi('FlagDocument');

const segmentDocument = z
  .strictObject({
    name: nameText.optional().openapi({ description: 'Default: the key.' }),
    description: descriptionText.default(''),
    included: segmentMembers.default([]),
    excluded: segmentMembers.default([]),
    rules: segmentRules.default([]),
  })
  .openapi('SegmentDocument');

/** A project as a file. Names default to keys. */
export const projectDocument = z
  .strictObject({
    version: z.literal(1).openapi({ description: 'Of this format.' }),
    flags: recordOf(key, flagDocument).default({}).openapi({ description: 'By key.' }),
    segments: recordOf(key, segmentDocument).default({}).openapi({ description: 'By key.' }),
  })
  .openapi('ProjectDocument', {
    description:
      'Flags and segments by key, without ids. What is absent does not change, unless the request says that it is to be deleted.',
  });

export const documentPlan = z
  .object({
    operations: z.array(operationBody).readonly().openapi({
      description: 'The body of a draft that does it; empty if there is nothing to do.',
    }),
    changes: z.array(change).readonly(),
    lines: z.array(z.string()).readonly().openapi({ description: 'The changes in words.' }),
    problems: z.array(draftProblem).max(LIMITS.faults).readonly(),
    problemsTotal: z.number().int(),
  })
  .openapi('DocumentPlan');
