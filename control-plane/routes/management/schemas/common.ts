import { z } from '@hono/zod-openapi';
import type { JsonValue } from '../../../../shared/model/json.ts';
import { KEY_PATTERN, KEY_RULE } from '../../../../shared/model/key-syntax.ts';
import { LIMITS } from '../../../model/limits.ts';

export const keyText = z
  .string()
  .regex(KEY_PATTERN, `must be ${KEY_RULE}`)
  .openapi({ description: `URL-safe: ${KEY_RULE}.`, example: 'new-checkout' });

export const nameText = z.string().trim().min(1).max(LIMITS.name);
export const descriptionText = z.string().max(LIMITS.description);
/** Any UUID, whatever its version says: the system user's has none. */
export const uuid = z.guid().openapi({ format: 'uuid' });
export const moment = z.iso.datetime({ offset: true }).openapi({ example: '2027-01-31T12:00:00Z' });

/** Any JSON value; what it must be besides is the flag type's matter. */
export const jsonValue = z
  .custom<JsonValue>((value) => value !== undefined, 'is required')
  .openapi({
    type: ['boolean', 'string', 'number', 'object', 'array', 'null'],
    description: 'Any JSON value.',
  });

const names = (key: string) => ({ param: { name: key, in: 'path' as const } });

export const projectParams = z.object({ projectId: uuid.openapi(names('projectId')) });
export const environmentParams = projectParams.extend({
  environmentKey: keyText.openapi(names('environmentKey')),
});
export const flagParams = projectParams.extend({ flagKey: keyText.openapi(names('flagKey')) });
export const configurationParams = flagParams.extend({
  environmentKey: keyText.openapi(names('environmentKey')),
});
export const segmentParams = projectParams.extend({ segmentKey: keyText.openapi(names('segmentKey')) });
export const sdkKeyParams = projectParams.extend({ keyId: uuid.openapi(names('keyId')) });
export const projectAuditParams = projectParams.extend({ entryId: uuid.openapi(names('entryId')) });
export const auditParams = z.object({ entryId: uuid.openapi(names('entryId')) });
export const userParams = z.object({ userId: uuid.openapi(names('userId')) });
export const tokenParams = userParams.extend({ tokenId: uuid.openapi(names('tokenId')) });

export const limit = z.coerce
  .number()
  .int()
  .min(1)
  .max(LIMITS.page)
  .default(50)
  .openapi({ description: `Entries of a page, at most ${LIMITS.page}.` });

const cursor = <T extends z.ZodType>(schema: T) =>
  schema.optional().openapi({ description: '`next` of the page before.' });

export const pageById = z.strictObject({ limit, after: cursor(uuid) });
export const pageByKey = z.strictObject({ limit, after: cursor(keyText) });

export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item).readonly(),
    next: z
      .string()
      .nullable()
      .openapi({ description: 'Give it as `after` to get the next page; null: the last page.' }),
  });

const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string().openapi({ description: 'Stable, for programs.', example: 'INVALID_REQUEST' }),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .openapi('Problem', { description: 'RFC 9457 problem details.' });

const problemAnswer = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problem } },
});

/** The answers every route may give besides its own. */
export const problems = {
  400: problemAnswer('The request is not valid; `errors` lists every fault.'),
  401: problemAnswer('No API token, or one that does not work.'),
  403: problemAnswer("The token's role does not suffice."),
  404: problemAnswer('There is no such thing.'),
  503: problemAnswer('The database cannot be reached; nothing was changed.'),
} as const;

export const conflict = {
  409: problemAnswer('It conflicts with what is there; `detail` says with what.'),
} as const;
export const preconditionFailed = {
  412: problemAnswer('The document is not the one of `If-Match` any more.'),
} as const;

export const jsonAnswer = <T extends z.ZodType>(schema: T, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});

export const jsonRequest = <T extends z.ZodType>(schema: T) => ({
  required: true,
  content: { 'application/json': { schema } },
});

export const noContent = { 204: { description: 'Done.' } } as const;
