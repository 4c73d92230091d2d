import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { createErasures } from '../../domain/audit/erasures.ts';
import { atLeast } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { LIMITS } from '../../model/limits.ts';
import { jsonRequest, jsonResponse, problems, uuid } from './schemas/common.ts';

const request = z
  .strictObject({
    value: z
      .union([z.string().min(1).max(LIMITS.erasedValue), z.number()])
      .openapi({ description: 'Values that are equal to this are erased; upper and lower case differ.' }),
    projectId: uuid.optional().openapi({ description: 'Only in the entries of this project.' }),
  })
  .openapi('NewErasure');

const count = z.number().int();
const erasure = z
  .object({
    id: uuid.openapi({ description: 'The resource of the audit entry.' }),
    entries: count.openapi({ description: 'Entries that had the value; at most 1,000.' }),
    values: count.openapi({ description: 'How often they had it.' }),
    deletedUsers: count.openapi({
      description: 'Deleted users whose name or email address was the value, and was replaced.',
    }),
    isComplete: z.boolean().openapi({ description: 'If not, send the request again.' }),
    salt: z.string().openapi({
      description:
        'Not stored. With it you can show later which value was erased: the digest is SHA-256 of these bytes and the value as JSON.',
    }),
    digest: z.string().openapi({ description: 'What the audit entry has, in hex.' }),
    remaining: z
      .object({
        segments: count,
        configurations: count,
        users: count,
        flags: count,
        drafts: count,
        history: count,
        baselines: count,
        auditEntries: count,
      })
      .nullable()
      .openapi({
        description:
          'null: counting took too long. Rows that still have the value, each counted up to 1,000: segments, configurations and owners of flags, and users, that are live; open drafts; applied and discarded change sets; what the history starts from; audit entries that a release without references has written.',
      }),
  })
  .openapi('Erasure');

const erase = createRoute({
  method: 'post',
  path: '/api/audit/erasures',
  operationId: 'eraseAuditValue',
  summary: 'Erase a value that names a person from the audit log',
  tags: ['Audit'],
  security: atLeast('admin'),
  request: { body: jsonRequest(request) },
  responses: { 200: jsonResponse(erasure, 'What was erased, and what still has the value.'), ...problems },
});

/** `/api/audit/erasures` */
export function erasureRoutes(erasures: ReturnType<typeof createErasures>): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(erase, async (c) => c.json(await erasures.erase(c.get('caller'), c.req.valid('json')), 200));
  return app;
}
