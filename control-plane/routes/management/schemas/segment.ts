import { z } from '@hono/zod-openapi';
import { LIMITS } from '../../../model/limits.ts';
import { SEGMENT_MEMBER_LIMITS } from '../../../model/segment-members.ts';
import { descriptionText, keyText, nameText } from './common.ts';
import { condition } from './configuration.ts';

const targetingKey = z.string().min(1).max(LIMITS.targetingKey);
export const segmentMembers = z
  .array(targetingKey)
  .max(SEGMENT_MEMBER_LIMITS.list)
  .readonly()
  .openapi({ description: `Targeting keys, at most ${SEGMENT_MEMBER_LIMITS.list}.` });
export const segmentRules = z
  .array(z.strictObject({ conditions: z.array(condition).min(1).max(LIMITS.conditions).readonly() }))
  .max(LIMITS.segmentRules)
  .readonly()
  .openapi({ description: 'A user matches if all conditions of at least one rule hold.' });

export const newSegment = z
  .strictObject({
    key: keyText,
    name: nameText.optional().openapi({ description: 'Default: the key.' }),
    description: descriptionText.default(''),
    included: segmentMembers.default([]),
    excluded: segmentMembers.default([]),
    rules: segmentRules.default([]),
  })
  .openapi('NewSegment');
export const segmentPatch = z
  .strictObject({
    name: nameText,
    description: descriptionText,
    included: segmentMembers,
    excluded: segmentMembers,
    rules: segmentRules,
  })
  .partial()
  .openapi('SegmentPatch');

const listChanges = z
  .strictObject({
    add: z.array(targetingKey).max(SEGMENT_MEMBER_LIMITS.change).default([]),
    remove: z.array(targetingKey).max(SEGMENT_MEMBER_LIMITS.change).default([]),
  })
  .default({ add: [], remove: [] });
export const memberChanges = z
  .strictObject({ included: listChanges, excluded: listChanges })
  .superRefine(({ included, excluded }, context) => {
    const lists = [included.add, included.remove, excluded.add, excluded.remove];
    if (lists.reduce((sum, { length }) => sum + length, 0) > SEGMENT_MEMBER_LIMITS.change) {
      const message = `may name at most ${SEGMENT_MEMBER_LIMITS.change} targeting keys in all lists together`;
      context.addIssue({ code: 'custom', message });
    }
    for (const [name, { add, remove }] of Object.entries({ included, excluded })) {
      const added = new Set(add);
      const index = remove.findIndex((key) => added.has(key));
      if (index >= 0) {
        const message = `is also in ${name}.add`;
        context.addIssue({ code: 'custom', path: [name, 'remove', index], message });
      }
    }
  })
  .openapi('SegmentMemberChanges', {
    description: `Targeting keys to add and to remove, at most ${SEGMENT_MEMBER_LIMITS.change} in all lists together.`,
  });
