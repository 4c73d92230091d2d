import { z } from '@hono/zod-openapi';
import type { JsonValue } from '../../../../shared/model/json.ts';
import { KEY_PATTERN, KEY_RULE } from '../../../../shared/model/key-syntax.ts';
import { isRecord } from '../../../../shared/model/type-guards.ts';
import { LIMITS } from '../../../model/limits.ts';

export const keyText = z
  .string()
  .regex(KEY_PATTERN, `must be ${KEY_RULE}`)
  .openapi({ description: `URL-safe: ${KEY_RULE}.`, example: 'new-checkout' });

export const nameText = z.string().trim().min(1).max(LIMITS.name);
export const descriptionText = z.string().max(LIMITS.description);
/** A UUID of any version: the id of the system user has no version. In lower case, as Postgres prints it. */
export const uuid = z.guid().toLowerCase().openapi({ format: 'uuid' });

/** Postgres has no year 0, and ISO 8601 no year with five digits. */
const FIRST_MOMENT = Date.parse('0001-01-01T00:00:00Z');
const LAST_MOMENT = Date.parse('9999-12-31T23:59:59.999Z');

export const moment = z.iso
  .datetime({ offset: true })
  .refine((text) => {
    const at = Date.parse(text);
    return Number.isNaN(at) || (at >= FIRST_MOMENT && at <= LAST_MOMENT);
  }, 'must be in a year from 1 to 9999')
  .openapi({ example: '2027-01-31T12:00:00Z' });

/** Any JSON value. The domain validates that it has the type of the flag. */
export const jsonValue = z
  .custom<JsonValue>((value) => value !== undefined, 'is required')
  .openapi('JsonValue', {
    type: ['boolean', 'string', 'number', 'object', 'array', 'null'],
    items: { $ref: '#/components/schemas/JsonValue' },
    additionalProperties: { $ref: '#/components/schemas/JsonValue' },
    description: 'Any JSON value.',
  });

/**
 * An object whose members have names that the caller chooses. `z.record` leaves out the member `__proto__` without an
 * error, so it is refused here.
 */
export const recordOf = <Name extends z.ZodString, Value extends z.ZodType>(name: Name, value: Value) =>
  z.preprocess(
    (given, context) => {
      if (isRecord(given) && Object.hasOwn(given, '__proto__')) {
        context.addIssue({
          code: 'custom',
          path: ['__proto__'],
          message: 'is a name that cannot be used here',
        });
      }
      return given;
    },
    z.record(name, value),
  );

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
export const projectRoleParams = projectParams.extend({ userId: uuid.openapi(names('userId')) });
export const environmentRoleParams = environmentParams.extend({ userId: uuid.openapi(names('userId')) });
export const tokenParams = userParams.extend({ tokenId: uuid.openapi(names('tokenId')) });
export const sessionParams = z.object({ sessionId: uuid.openapi(names('sessionId')) });
export const userSessionParams = userParams.extend({ sessionId: uuid.openapi(names('sessionId')) });

export const limit = z.coerce
  .number()
  .int()
  .min(1)
  .max(LIMITS.page)
  .default(50)
  .openapi({ description: `The number of entries in a page, at most ${LIMITS.page}.` });

const cursor = <T extends z.ZodType>(schema: T) =>
  schema.optional().openapi({ description: '`next` of the previous page.' });

export const pageById = z.strictObject({ limit, after: cursor(uuid) });
export const pageByKey = z.strictObject({ limit, after: cursor(keyText) });

export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item).readonly(),
    next: z
      .string()
      .nullable()
      .openapi({ description: 'The value of `after` for the next page; null on the last page.' }),
  });

const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string().openapi({ description: 'Stable, for use by programs.', example: 'INVALID_REQUEST' }),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .max(LIMITS.faults)
      .optional()
      .openapi({ description: `The first ${LIMITS.faults} faults.` }),
    resourceId: uuid.optional().openapi({
      description: 'With `ALREADY_CREATED`: what the first request with this Idempotency-Key has created.',
    }),
    errorsTotal: z.number().int().optional().openapi({
      description: 'The number of faults that were found, also of those that `errors` leaves out.',
    }),
  })
  .openapi('Problem', { description: 'RFC 9457 problem details.' });

export const problemResponseOf = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problem } },
});

/** The error responses of every route. */
export const problems = {
  400: problemResponseOf(`The request is not valid. \`errors\` lists up to ${LIMITS.faults} faults.`),
  401: problemResponseOf('The API token is missing, unknown, revoked or expired, or the session has ended.'),
  403: problemResponseOf(
    'The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session.',
  ),
  404: problemResponseOf('The resource does not exist, or the caller has no role in its project.'),
  405: problemResponseOf('The path does not allow this method. `allow` lists those that it allows.'),
  413: problemResponseOf('The body has too many bytes. `detail` says how many are allowed.'),
  415: problemResponseOf('The body is not JSON by its content type, or has a content encoding.'),
  500: problemResponseOf('An internal error, a fault of the control plane.'),
  503: problemResponseOf('The database is unreachable; nothing was changed.'),
} as const;

export const conflict = {
  409: problemResponseOf('The request conflicts with the current state. `detail` names the conflict.'),
} as const;
export const tooManyRequests = {
  429: problemResponseOf(
    'Too much of this is open, or computed, at once. `retry-after` says when to try again.',
  ),
} as const;

/** The precondition of a change. */
export const ifMatchHeader = z.object({
  'if-match': z.string().max(1_000).optional().openapi({
    description:
      'ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists.',
  }),
});
const etagHeader = (description: string) => ({ etag: { description, schema: { type: 'string' as const } } });
/** A response that has the ETag of the resource. */
export const withEtag = <T extends object>(response: T) => ({
  ...response,
  headers: etagHeader('Identifies this state of the resource, for `If-Match`.'),
});
export const preconditionFailed = {
  412: {
    ...problemResponseOf('The resource has changed since the ETag of `If-Match`, or does not exist.'),
    headers: etagHeader('The current state of the resource; absent if it does not exist.'),
  },
} as const;

export const jsonResponse = <T extends z.ZodType>(schema: T, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});

/** Why something out of the ordinary is done. */
export const reasonText = z.string().trim().min(1).max(1_000);

export const jsonRequest = <T extends z.ZodType>(schema: T) => ({
  required: true,
  content: { 'application/json': { schema } },
});

export const noContent = { 204: { description: 'Done.' } } as const;
