import { z } from '@hono/zod-openapi';
import { CHANGE_SET_ORIGINS, CHANGE_SET_STATES } from '../../../model/change-set.ts';
import { LIMITS } from '../../../model/limits.ts';
import { ROLLOUT_STATES } from '../../../model/rollout.ts';
import { descriptionText, jsonValue, keyText, limit, nameText, projectParams, uuid } from './common.ts';
import { operationBodies, operationBody } from './operation.ts';
import { rolloutWeight } from './rollout.ts';

const pathName = (name: string) => ({ param: { name, in: 'path' as const } });
export const changeSetParams = projectParams.extend({
  changeSetId: uuid.openapi(pathName('changeSetId')),
});
export const operationParams = changeSetParams.extend({
  position: z.coerce.number().int().min(0).max(LIMITS.changeSetOperations).openapi(pathName('position')),
});

export const diffHash = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'must be SHA-256 in lower-case hex')
  .openapi({ description: 'SHA-256 of a diff, in lower-case hex.' });
/** Why an admin passes over a protection. */
export const changeSetResponse = z
  .object({
    id: uuid,
    number: z
      .number()
      .int()
      .nullable()
      .openapi({ description: "The place in the project's history; null until it is applied." }),
    name: z.string(),
    description: z.string(),
    state: z.enum(CHANGE_SET_STATES),
    origin: z.enum(CHANGE_SET_ORIGINS).openapi({
      description:
        '`draft`: filled in by people; `direct`: one request that was applied at once; `environment`: an environment was created or deleted; `rollout`: a step of a gradual rollout.',
    }),
    revision: z.number().int().openapi({ description: 'Grows with every edit; it is the ETag.' }),
    operationCount: z.number().int(),
    byteCount: z.number().int(),
    flagKeys: z.array(keyText).readonly(),
    segmentKeys: z.array(keyText).readonly(),
    environmentKeys: z.array(keyText).readonly(),
    reverts: uuid.nullable().openapi({ description: 'The change set that this one takes back.' }),
    createdBy: uuid,
    createdAt: z.string(),
    updatedAt: z.string(),
    appliedBy: uuid.nullable(),
    appliedAt: z.string().nullable(),
    diffHash: diffHash.nullable().openapi({ description: 'SHA-256 of the diff that was applied.' }),
    bypass: z.enum(['switch-off', 'break-glass']).nullable().openapi({
      description: 'How protected environments were changed without approvals.',
    }),
    bypassReason: z.string().nullable(),
    allowUnsupported: z.boolean().openapi({
      description: 'Whether its schedule applies it although connected readers lack a protocol feature.',
    }),
    applyAt: z.string().nullable().openapi({ description: 'When it is to be applied, or was.' }),
    scheduledBy: uuid.nullable(),
    scheduleError: z.string().nullable().openapi({
      description: 'Why it was not applied at its time. It is off the schedule then.',
    }),
    rolloutOf: uuid.nullable().openapi({ description: 'The change set of which this is a step.' }),
    rolloutStep: z.number().int().nullable().openapi({ description: 'Which step, from 1.' }),
    rolloutState: z.enum(ROLLOUT_STATES).nullable().openapi({
      description: 'Of a change set with a gradual rollout: see GET …/rollout.',
    }),
  })
  .openapi('ChangeSet');

export const newChangeSet = z
  .strictObject({
    name: nameText,
    description: descriptionText.default(''),
    operations: operationBodies.default([]),
  })
  .openapi('NewChangeSet');

export const changeSetPatch = z
  .strictObject({ name: nameText, description: descriptionText })
  .partial()
  .openapi('ChangeSetPatch');

export const addedOperations = z
  .strictObject({ operations: operationBodies })
  .openapi('AddedOperations', { description: 'Operations to append, in their order.' });

export const storedOperation = z
  .object({
    position: z.number().int(),
    operation: operationBody,
    createdBy: uuid,
    createdAt: z.string(),
  })
  .openapi('StoredOperation');

/** @param digits as many as the column of the cursor holds */
const cursorOf = (digits: number) =>
  z
    .string()
    .regex(new RegExp(`^\\d{1,${digits}}$`), 'must be the `next` of the previous page')
    .optional()
    .openapi({ description: '`next` of the previous page.' });

export const operationsQuery = z.strictObject({ limit, after: cursorOf(9) });
export const changeSetQuery = z.strictObject({
  limit,
  after: cursorOf(18),
  state: z.enum(CHANGE_SET_STATES).optional().openapi({
    description: 'With `applied`, the list is the history of the project, newest first.',
  }),
  scheduled: z.enum(['true']).optional().openapi({
    description: 'Only those that are to be applied at a time, and are not yet.',
  }),
  author: uuid.optional(),
  flag: keyText
    .optional()
    .openapi({ description: 'Only change sets that name, or have changed, this flag.' }),
  segment: keyText.optional(),
  environment: keyText.optional(),
});

export const change = z
  .object({
    flagKey: keyText.optional(),
    environmentKey: keyText.optional(),
    segmentKey: keyText.optional(),
    member: z.string().openapi({ example: 'rule' }),
    id: z.string().optional().openapi({
      description: 'The key of a variation or a prerequisite, the id of a rule.',
    }),
    position: z.number().int().optional().openapi({ description: 'Of a rule, from 1.' }),
    before: jsonValue.optional(),
    after: jsonValue.optional(),
    added: z.array(z.string()).readonly().optional(),
    removed: z.array(z.string()).readonly().optional(),
  })
  .openapi('ProjectChange', {
    description: 'One member before and after. An absent value means that it does not exist.',
  });

const conflictSchema = z
  .object({
    pointer: z.string().openapi({ example: '/flags/new-checkout/environments/production/enabled' }),
    operations: z
      .array(z.number().int())
      .readonly()
      .openapi({ description: 'Positions of operations about the same flag, configuration or segment.' }),
    base: jsonValue.optional(),
    proposed: jsonValue.optional(),
    current: jsonValue.optional(),
  })
  .openapi('DraftConflict', {
    description:
      'Others have changed what the draft changes: the value that the operation was made from, the value that it would write, and the value of now. An absent value does not exist.',
  });

export const draftProblem = z
  .object({
    pointer: z.string().openapi({ example: '/operations/3/patch/rules/0/serve' }),
    code: z.string(),
    message: z.string(),
  })
  .openapi('DraftProblem');

const isBehind = z.boolean().openapi({
  description: 'Whether anything that the operations name has changed since they were made.',
});

const stepDiff = z
  .object({
    weight: rolloutWeight,
    waitSeconds: z.number().int(),
    changes: z.array(change).readonly(),
    lines: z.array(z.string()).readonly(),
  })
  .openapi('RolloutStepDiff', {
    description: 'What a step changes in the state that the step before leaves.',
  });

export const unsupportedList = z
  .array(z.object({ path: z.string(), message: z.string() }))
  .max(LIMITS.faults)
  .readonly()
  .openapi({
    description:
      'Flags and segments that would need a protocol feature which connected readers lack. Applying them is refused without `allowUnsupported`.',
  });

export const diffResponse = z
  .object({
    isBehind,
    diffHash,
    changes: z.array(change).readonly(),
    lines: z.array(z.string()).readonly().openapi({ description: 'The diff in words.' }),
    steps: z.array(stepDiff).max(LIMITS.rolloutSteps).readonly().openapi({
      description:
        'The steps of a gradual rollout, which make the diff together. `diffHash` is that of all steps then. Empty if there are none.',
    }),
    conflictsTotal: z.number().int(),
    problemsTotal: z.number().int(),
  })
  .openapi('ChangeSetDiff');

export const problemsResponse = z
  .object({
    isBehind,
    problems: z.array(draftProblem).max(LIMITS.faults).readonly(),
    problemsTotal: z.number().int(),
    conflicts: z.array(conflictSchema).max(LIMITS.faults).readonly(),
    conflictsTotal: z.number().int(),
    unsupported: unsupportedList,
    unsupportedTotal: z.number().int(),
  })
  .openapi('ChangeSetProblems', {
    description: `The first ${LIMITS.faults} problems and conflicts. If the draft is behind, pointers of problems count the operations that a rebase would make of it.`,
  });
