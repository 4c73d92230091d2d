import { z } from '@hono/zod-openapi';
import { LIMITS } from '../../../model/limits.ts';
import type { Operation } from '../../../model/operation.ts';
import { descriptionText, keyText, uuid } from './common.ts';
import { configurationMembers, rule, ruleMembers } from './configuration.ts';
import { flagPatch, newFlag } from './flag.ts';
import { memberChanges, newSegment, segmentPatch } from './segment.ts';

const onFlag = { flagKey: keyText };
const onConfiguration = { ...onFlag, environmentKey: keyText };
const onRule = { ...onConfiguration, ruleId: uuid };
const onSegment = { segmentKey: keyText };

/** One operation of a change set, as the body of a request. */
export const operationBody = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('flag.create'), flag: newFlag }),
    z.strictObject({ kind: z.literal('flag.update'), ...onFlag, patch: flagPatch }),
    z.strictObject({ kind: z.literal('flag.archive'), ...onFlag }),
    z.strictObject({ kind: z.literal('flag.restore'), ...onFlag }),
    z.strictObject({ kind: z.literal('flag.delete'), ...onFlag }),
    z.strictObject({
      kind: z.literal('configuration.update'),
      ...onConfiguration,
      patch: z.strictObject(configurationMembers).partial().openapi('ConfigurationMembersPatch'),
    }),
    z.strictObject({
      kind: z.literal('configuration.replace'),
      ...onConfiguration,
      configuration: z.strictObject(configurationMembers).openapi('ConfigurationMembers'),
    }),
    z.strictObject({ kind: z.literal('rule.add'), ...onConfiguration, rule }),
    z.strictObject({
      kind: z.literal('rule.update'),
      ...onRule,
      // Without a default: an absent description does not change.
      patch: z
        .strictObject({ ...ruleMembers, description: descriptionText })
        .partial()
        .openapi('RulePatch'),
    }),
    z.strictObject({ kind: z.literal('rule.remove'), ...onRule }),
    z.strictObject({
      kind: z.literal('rule.move'),
      ...onRule,
      before: uuid
        .nullable()
        .openapi({ description: 'The rule that comes after it then; null moves it to the end.' }),
    }),
    z.strictObject({ kind: z.literal('segment.create'), segment: newSegment }),
    z.strictObject({ kind: z.literal('segment.update'), ...onSegment, patch: segmentPatch }),
    z.strictObject({ kind: z.literal('segment.delete'), ...onSegment }),
    z.strictObject({ kind: z.literal('segment.members'), ...onSegment, changes: memberChanges }),
  ])
  .openapi('Operation', { description: 'One change, in the vocabulary of the other routes.' });

export const operationBodies = z.array(operationBody).max(LIMITS.changeSetOperations).readonly();

/** The operation of a body: names default to keys. */
export function toOperation(body: z.output<typeof operationBody>): Operation {
  switch (body.kind) {
    case 'flag.create':
      return { kind: body.kind, flag: { ...body.flag, name: body.flag.name ?? body.flag.key } };
    case 'segment.create':
      return { kind: body.kind, segment: { ...body.segment, name: body.segment.name ?? body.segment.key } };
    case 'segment.members':
      return { kind: body.kind, segmentKey: body.segmentKey, ...body.changes };
    default:
      return body;
  }
}

/** An operation as a response contains it. */
export function operationView(operation: Operation): z.output<typeof operationBody> {
  if (operation.kind !== 'segment.members') return operation;
  const { kind, segmentKey, included, excluded } = operation;
  const list = (changes: typeof included) => ({ add: [...changes.add], remove: [...changes.remove] });
  return { kind, segmentKey, changes: { included: list(included), excluded: list(excluded) } };
}
