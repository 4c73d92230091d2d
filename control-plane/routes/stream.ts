import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { openStreamSink } from '../../node-process/stream-sink.ts';
import type { SdkKeyKind } from '../../shared/keys/sdk-key.ts';
import { isUuid } from '../../shared/model/uuid.ts';
import { STREAM_HEADERS } from '../../shared/streaming/stream-headers.ts';
import { parseFeatures, parseReaderIdentity } from '../../shared/sync/reader-identity.ts';
import type { AppEnv } from '../http/app-env.ts';
import { invalidRequest, resourceNotFound } from '../model/request-error.ts';
import type { AuthenticatedSdkKey } from '../model/sdk-key.ts';
import type { ReaderPresence, StreamReader } from '../streaming/reader-presence.ts';
import type { Attach, StreamHubs } from '../streaming/stream-hubs.ts';

export interface StreamRoutesDeps {
  readonly authenticate: (kinds: readonly SdkKeyKind[]) => MiddlewareHandler<AppEnv>;
  readonly hubs: Pick<StreamHubs, 'prepareFlags' | 'prepareRelay'>;
  readonly presence: Pick<ReaderPresence, 'opened'>;
}

/**
 * `GET /stream`: one environment's flag set, for server keys (their own) and relay keys (`?environment=<id>`).
 * `GET /relay/stream`: environments and key hashes, for relay keys.
 */
export function streamRoutes({ authenticate, hubs, presence }: StreamRoutesDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.get('/stream', authenticate(['server', 'relay']), async (c) => {
    const key = c.get('sdkKey');
    const environmentId = environmentOf(key, c.req.query('environment'));
    const attach = await hubs.prepareFlags(key, environmentId, lastEventId(c));
    return sendStream(c, attach, () => presence.opened(readerOf(c, environmentId)));
  });
  app.get('/relay/stream', authenticate(['relay']), async (c) => {
    const attach = await hubs.prepareRelay(c.get('sdkKey'), lastEventId(c));
    return sendStream(c, attach, () => presence.opened(readerOf(c, null)));
  });
  return app;
}

function readerOf(c: Context<AppEnv>, environmentId: string | null): StreamReader {
  const { id: keyId, projectId } = c.get('sdkKey');
  const identity = parseReaderIdentity(c.req.header('flags-reader'));
  return {
    projectId,
    environmentId,
    keyId,
    identity,
    features: parseFeatures(c.req.header('flags-features')),
  };
}

const MAX_POSITION_LENGTH = 100;

function lastEventId(c: Context<AppEnv>): string | null {
  const header = c.req.header('last-event-id');
  return header === undefined || header === '' || header.length > MAX_POSITION_LENGTH ? null : header;
}

/** Does not distinguish environments without access from environments that do not exist. */
function environmentOf(key: AuthenticatedSdkKey, requested: string | undefined): string {
  if (requested === undefined || requested === '') {
    const [own] = key.environmentIds;
    if (key.kind !== 'relay' && own !== undefined) return own;
    throw invalidRequest([
      { path: 'environment', message: 'is required with a relay key: add "?environment=<environment id>"' },
    ]);
  }
  const id = requested.toLowerCase();
  if (!isUuid(id)) {
    throw invalidRequest([{ path: 'environment', message: 'must be the id (a UUID) of an environment' }]);
  }
  if (!key.environmentIds.includes(id))
    throw resourceNotFound('environment with this id that this key has access to');
  return id;
}

/** Writes to Node's response directly: the framework's streams cost several times as much per reader. */
function sendStream(c: Context<AppEnv>, attach: Attach, opened: () => () => void): Response {
  if (c.req.method === 'HEAD') return c.body(null, 200, STREAM_HEADERS);
  const { incoming, outgoing } = c.env;
  if (outgoing.destroyed) return RESPONSE_ALREADY_SENT;
  const sink = openStreamSink(incoming, outgoing, { 'x-request-id': c.get('requestId') });
  sink.onClosed(opened());
  attach(sink);
  return RESPONSE_ALREADY_SENT;
}
