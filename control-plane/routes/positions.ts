import { Hono, type MiddlewareHandler } from 'hono';
import { z } from 'zod';
import { isUuid } from '../../shared/model/uuid.ts';
import { parsePosition } from '../../shared/sync/position.ts';
import { FEATURE_PATTERN, MAX_FEATURES, MAX_READER_MEMBER } from '../../shared/sync/reader-identity.ts';
import type { AppEnv } from '../http/app-env.ts';
import { faultsOf } from '../http/faults.ts';
import { readJsonBody } from '../http/json-body.ts';
import type { PositionReport } from '../model/position-report.ts';
import { invalidRequest } from '../model/request-error.ts';

const MAX_BYTES = 65_536;
/** More than a project has environments. */
const MAX_POSITIONS = 100;
const MAX_READERS = 200;
const MAX_STREAMS = 1_000_000;

const text = z
  .string()
  .min(1)
  .max(MAX_READER_MEMBER)
  .regex(/^[ !#-[\]-~]+$/, 'must be printable ASCII without quotes and backslashes');
const environmentId = z.string().refine(isUuid, 'must be the id (a UUID) of an environment');

/** Other members are ignored: a newer edge may say more about its readers. */
const readerSchema = z.object({
  environmentId,
  identity: z.object({
    name: text.optional(),
    version: text.optional(),
    kind: text.optional(),
    region: text.optional(),
    instance: text.optional(),
  }),
  features: z
    .array(z.string().regex(FEATURE_PATTERN, 'must be the name of a protocol feature'))
    .max(MAX_FEATURES),
  streams: z.number().int().min(1).max(MAX_STREAMS),
});

const reportSchema = z.strictObject({
  instance: text,
  positions: z
    .record(
      environmentId,
      z.string().refine((text) => parsePosition(text) !== null, 'must be a position, for example "17-k3f9"'),
    )
    .refine(
      (positions) => Object.keys(positions).length <= MAX_POSITIONS,
      `may have at most ${MAX_POSITIONS} members`,
    ),
  readers: z.array(readerSchema).max(MAX_READERS).default([]),
});

interface PositionRoutesDeps {
  /** Accepts relay keys, and sets `sdkKey`. */
  readonly authenticate: MiddlewareHandler<AppEnv>;
  readonly save: (keyId: string, report: PositionReport) => Promise<void>;
}

/**
 * `POST /relay/positions`: `{"instance", "positions": {"<environment id>": "<position>"}, "readers"}` from an edge, every 15 s: what
 * it holds, and who reads from it. Responds with 204; 400 if the body is malformed; 413 for more than 64 KiB. Only the rows of streams that were opened with the same key
 * and the same `instance` change.
 */
export function positionRoutes({ authenticate, save }: PositionRoutesDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const body: MiddlewareHandler<AppEnv> = (c, next) => readJsonBody(c, { maxBytes: MAX_BYTES }, next);
  app.post('/relay/positions', authenticate, body, async (c) => {
    const parsed = reportSchema.safeParse(await c.req.json());
    if (!parsed.success) throw invalidRequest(faultsOf(parsed.error));
    await save(c.get('sdkKey').id, parsed.data);
    return c.body(null, 204);
  });
  return app;
}
