import { z } from '@hono/zod-openapi';
import { ROLLOUT_TOTAL } from '../../../../shared/model/flag-set.ts';
import { LIMITS } from '../../../model/limits.ts';
import { ROLLOUT_STATES, type RolloutStep } from '../../../model/rollout.ts';
import { keyText, reasonText, uuid } from './common.ts';

export const rolloutWeight = z
  .number()
  .int()
  .min(1)
  .max(ROLLOUT_TOTAL)
  .openapi({ description: `The share of users that get the variation, of ${ROLLOUT_TOTAL}.` });

const step = z
  .strictObject({
    weight: rolloutWeight,
    waitSeconds: z.number().int().min(0).max(LIMITS.rolloutWaitSeconds).default(0).openapi({
      description:
        'Seconds from the time at which this step was applied to the next step, at least 1. Of the last step 0.',
    }),
  })
  .openapi('RolloutStep');

const target = {
  flagKey: keyText,
  environmentKey: keyText,
  ruleId: uuid.openapi({ description: 'The rule, which may be one that the draft adds with this id.' }),
  variation: keyText.openapi({
    description:
      'The variation that gets a larger share with each step. What the rule serves else keeps its order, its attribute and its seed, and shares the rest in the proportion of before.',
  }),
};

export const newRollout = z
  .strictObject({
    ...target,
    steps: z
      .array(step)
      .min(1)
      .max(LIMITS.rolloutSteps)
      .readonly()
      .check((context) => {
        for (const fault of faultsOfSteps(context.value)) {
          context.issues.push({ code: 'custom', input: context.value, ...fault });
        }
      })
      .openapi({ description: 'By ascending weight.' }),
  })
  .openapi('NewRollout');

function faultsOfSteps(steps: readonly RolloutStep[]) {
  return steps.flatMap(({ weight, waitSeconds }, index) => {
    const previous = steps[index - 1];
    const isLast = index === steps.length - 1;
    return [
      ...(previous !== undefined && weight <= previous.weight
        ? [{ path: [index, 'weight'], message: `must be larger than ${previous.weight}, the step before` }]
        : []),
      ...(!isLast && waitSeconds < 1
        ? [{ path: [index, 'waitSeconds'], message: 'must be at least 1' }]
        : []),
      ...(isLast && waitSeconds > 0
        ? [{ path: [index, 'waitSeconds'], message: 'must be 0: no step comes after the last one' }]
        : []),
    ];
  });
}

const moment = z.string().nullable();

export const rolloutResponse = z
  .object({
    changeSetId: uuid,
    ...target,
    state: z.enum(ROLLOUT_STATES),
    reason: z
      .string()
      .nullable()
      .openapi({ description: 'Why it has stopped by itself, and where; null if a person has stopped it.' }),
    runBy: uuid.nullable().openapi({
      description: 'The user who started it, or resumed it last. The rights of this user count at each step.',
    }),
    startedAt: moment,
    pausedAt: moment,
    endedAt: moment,
    steps: z
      .array(
        z
          .object({
            position: z.number().int(),
            weight: rolloutWeight,
            waitSeconds: z.number().int(),
            state: z.enum(['planned', 'applied', 'paused', 'failed', 'stopped']).openapi({
              description:
                '`failed`: it did not fit any more, `reason` says why; `stopped`: it is not applied any more.',
            }),
            dueAt: moment.openapi({ description: 'Of the next step, while the rollout runs; else null.' }),
            appliedAt: moment,
            entryId: uuid.nullable().openapi({ description: 'The change set in the history.' }),
            number: z.number().int().nullable().openapi({ description: 'The place in the history.' }),
          })
          .openapi('RolloutStepStatus'),
      )
      .max(LIMITS.rolloutSteps)
      .readonly(),
  })
  .openapi('GradualRollout');

export const resumedRollout = z
  .strictObject({
    immediately: z.boolean().default(false).openapi({
      description:
        'Whether the next step is applied at once. Default: after the rest of its wait. Refused in a protected environment, where the wait was approved.',
    }),
  })
  .openapi('ResumeRollout');

export const advanceQuery = z.strictObject({
  reason: reasonText.optional().openapi({
    description:
      'Why an admin skips the rest of a wait in a protected environment. The history keeps it. Else it is ignored.',
  }),
});

export const stoppedRollout = z
  .strictObject({
    revert: z.boolean().openapi({
      description: 'Whether the applied steps are taken back. Else they stay.',
    }),
  })
  .openapi('StopRollout');
