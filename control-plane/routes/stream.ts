import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import type { SdkKeyKind } from '../../shared/keys/sdk-key.ts';
import { isUuid } from '../../shared/model/uuid.ts';
import { createNodeResponseSink } from '../../shared/streaming/node-response-sink.ts';
import { STREAM_HEADERS } from '../../shared/streaming/stream-headers.ts';
import type { AppEnv } from '../http/app-env.ts';
import { invalidRequest, resourceNotFound } from '../model/request-error.ts';
import type { Attach, StreamHubs } from '../streaming/stream-hubs.ts';

export interface StreamRoutesDeps {
  readonly authenticate: (kinds: readonly SdkKeyKind[]) => MiddlewareHandler<AppEnv>;
  readonly hubs: Pick<StreamHubs, 'prepareFlags' | 'prepareRelay'>;
}

/**
 * `GET /stream`: one environment's flag set, for server keys (their own) and relay keys (`?environment=<id>`).
 * `GET /relay/stream`: environments and key hashes, for relay keys.
 */
export function streamRoutes({ authenticate, hubs }: StreamRoutesDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.get('/stream', authenticate(['server', 'relay']), async (c) => {
    const key = c.get('sdkKey');
    const environmentId = chooseEnvironment(key, c.req.query('environment'));
    return answer(c, await hubs.prepareFlags(key, environmentId, lastEventId(c)));
  });
  app.get('/relay/stream', authenticate(['relay']), async (c) =>
    answer(c, await hubs.prepareRelay(c.get('sdkKey'), lastEventId(c))),
  );
  return app;
}

const LONGEST_POSITION = 100;

function lastEventId(c: Context<AppEnv>): string | null {
  const header = c.req.header('last-event-id');
  return header === undefined || header === '' || header.length > LONGEST_POSITION ? null : header;
}

/** Environments that a key does not open are not told apart from those that do not exist. */
function chooseEnvironment(key: AppEnv['Variables']['sdkKey'], asked: string | undefined): string {
  if (asked === undefined || asked === '') {
    const [own] = key.environmentIds;
    if (key.kind !== 'relay' && own !== undefined) return own;
    throw invalidRequest([
      { path: 'environment', message: 'is required with a relay key: add "?environment=<environment id>"' },
    ]);
  }
  const id = asked.toLowerCase();
  if (!isUuid(id)) {
    throw invalidRequest([{ path: 'environment', message: 'must be the id (a UUID) of an environment' }]);
  }
  if (!key.environmentIds.includes(id))
    throw resourceNotFound('environment with this id that this key opens');
  return id;
}

/** Writes to Node's response itself: the framework's own streams cost several times as much a reader. */
function answer(c: Context<AppEnv>, attach: Attach): Response {
  if (c.req.method === 'HEAD') return c.body(null, 200, STREAM_HEADERS);
  const { outgoing } = c.env;
  if (outgoing.destroyed) return RESPONSE_ALREADY_SENT;
  outgoing.writeHead(200, { ...STREAM_HEADERS, 'x-request-id': c.get('requestId') });
  outgoing.flushHeaders();
  attach(createNodeResponseSink(outgoing));
  return RESPONSE_ALREADY_SENT;
}
