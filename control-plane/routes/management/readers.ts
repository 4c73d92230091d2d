import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { FEATURE_NAMES } from '../../../shared/model/protocol-features.ts';
import { parsePosition } from '../../../shared/sync/position.ts';
import type { createReaders, ListedReader } from '../../domain/readers.ts';
import { atLeast } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { pageView } from './page-view.ts';
import { jsonResponse, pageById, pageOf, problems, projectParams, uuid } from './schemas/common.ts';

const ownName = z
  .string()
  .nullable()
  .openapi({ description: 'From the header `Flags-Reader` of the reader; null if it is absent there.' });

const reader = z
  .object({
    id: uuid,
    environmentKey: z.string().nullable().openapi({ description: 'null: the stream of keys.' }),
    keyId: uuid,
    name: ownName,
    version: ownName,
    kind: ownName,
    region: ownName,
    instance: ownName,
    features: z.array(z.string()).readonly().openapi({ description: 'Of `Flags-Features`.' }),
    lacks: z.array(z.string()).readonly().openapi({
      description:
        'Protocol features of this control plane that the reader does not say that it understands. It answers `GENERAL` for flags that require one.',
    }),
    streams: z.number().int().openapi({ description: 'Open streams of readers that say the same.' }),
    connectedAt: z.string(),
    seenAt: z.string().openapi({ description: 'When a control plane last wrote that it is connected.' }),
    position: z.string().nullable().openapi({
      description: 'What its control plane or its edge sent at `seenAt`; null for the stream of keys.',
    }),
    reportedPosition: z.string().nullable().openapi({
      description: 'What the reader itself holds, as edges report every 15 s; null: it has not said.',
    }),
    reportedAt: z.string().nullable(),
    via: z.string().nullable().openapi({
      description:
        'The `instance` of the edge that it reads from and that reports it; null: it reads from a control plane. Of edges behind an edge each is listed, of other readers how many there are.',
    }),
    versionsBehind: z.number().int().nullable().openapi({
      description: 'Versions between `reportedPosition`, or else `position`, and the environment now.',
    }),
  })
  .openapi('Reader');

const list = createRoute({
  method: 'get',
  path: '/api/projects/{projectId}/readers',
  operationId: 'listReaders',
  summary: 'List who reads the streams of a project, at all control planes and at the edges behind them',
  tags: ['Readers'],
  security: atLeast('viewer'),
  request: { params: projectParams, query: pageById },
  responses: { 200: jsonResponse(pageOf(reader), 'A page of readers.'), ...problems },
});

function view({ identity, currentVersion, connectedAt, seenAt, reportedAt, ...row }: ListedReader) {
  const position = row.reportedPosition ?? row.position;
  const held = position === null ? null : (parsePosition(position)?.version ?? null);
  const { name = null, version = null, kind = null, region = null, instance = null } = identity;
  return {
    ...row,
    lacks: FEATURE_NAMES.filter((feature) => !row.features.includes(feature)),
    name,
    version,
    kind,
    region,
    instance,
    connectedAt: connectedAt.toISOString(),
    seenAt: seenAt.toISOString(),
    reportedAt: reportedAt?.toISOString() ?? null,
    versionsBehind: held === null || currentVersion === null ? null : Math.max(0, currentVersion - held),
  };
}

export function readerRoutes(readers: ReturnType<typeof createReaders>): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.openapi(list, async (c) => {
    const { limit, after } = c.req.valid('query');
    const page = await readers.list(c.req.valid('param').projectId, limit, after);
    return c.json(pageView(page, view), 200);
  });
  return app;
}
