import { z } from '@hono/zod-openapi';
import { FLAG_TYPES } from '../../../../shared/model/flag-set.ts';
import { LIMITS } from '../../../model/limits.ts';
import { keyText, moment } from './common.ts';
import { owner, tag } from './flag.ts';

const time = moment.optional();

/** The filters of the list of flags, as members of a body. */
const bulkFilter = z
  .strictObject({
    q: z.string().trim().min(1).max(LIMITS.name).optional(),
    type: z.enum(FLAG_TYPES).optional(),
    tags: z.array(tag).min(1).max(LIMITS.tags).optional(),
    owner: z.string().trim().min(1).max(LIMITS.owner).optional(),
    environment: keyText.optional(),
    enabled: z.boolean().optional(),
    segment: keyText.optional(),
    prerequisite: keyText.optional(),
    createdBefore: time,
    createdAfter: time,
    notEvaluatedForDays: z.number().int().min(1).max(3_650).optional(),
  })
  .openapi('BulkFilter', {
    description:
      'The filters of the list of flags, with the same meaning; `tags`: the flag has all of them. Archived flags are left out. An empty filter finds every other flag.',
  });

const environmentKeys = z.array(keyText).min(1).max(LIMITS.environmentsPerProject).readonly();

const bulkChange = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('enable'), environmentKeys }),
    z.strictObject({ kind: z.literal('disable'), environmentKeys }),
    z.strictObject({ kind: z.literal('archive') }),
    z.strictObject({ kind: z.literal('addTag'), tag }),
    z.strictObject({ kind: z.literal('removeTag'), tag }),
    z.strictObject({ kind: z.literal('setOwner'), owner }),
  ])
  .openapi('BulkChange', { description: 'What changes of each flag.' });

export const bulkEdit = z
  .strictObject({ filter: bulkFilter, change: bulkChange })
  .openapi('BulkEdit', { description: 'One change for every flag that a filter finds.' });

/** The edit in the domain's words. */
export function toBulkEdit({ filter, change }: z.output<typeof bulkEdit>) {
  const { q, environment, segment, prerequisite, createdBefore, createdAfter, ...others } = filter;
  return {
    filter: {
      ...others,
      text: q,
      environmentKey: environment,
      segmentKey: segment,
      prerequisiteKey: prerequisite,
      createdBefore: createdBefore === undefined ? undefined : new Date(createdBefore),
      createdAfter: createdAfter === undefined ? undefined : new Date(createdAfter),
    },
    change,
  };
}
