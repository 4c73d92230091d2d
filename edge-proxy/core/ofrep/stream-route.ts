import type { Context, Env } from 'hono';
import type { FlagSource } from '../flag-source.ts';
import { errorAnswer } from '../http/answer.ts';
import { toResponse } from '../http/to-response.ts';
import type { Clock } from '../ports.ts';
import type { StreamPort } from '../streams/stream-port.ts';
import { notReady } from './evaluate.ts';
import { wordedFor } from './failure.ts';
import { EXPIRED_EVENT_ID } from './notice-source.ts';
import type { StreamTokens } from './stream-token.ts';

export interface NoticeRouteDeps<E extends Env> {
  readonly source: FlagSource;
  readonly tokens: StreamTokens;
  readonly port: StreamPort<E>;
  readonly now: Clock;
}

/**
 * `GET /ofrep/v1/stream?token=…`: who comes with the token of a URL that a bulk evaluation gave. An expired one
 * opens the stream once more, to be told to evaluate anew; who comes back from that is refused, which is what
 * ends an `EventSource`.
 */
export function createNoticeRoute<E extends Env>({ source, tokens, port, now }: NoticeRouteDeps<E>) {
  return async (context: Context<E>): Promise<Response> => {
    const { req } = context;
    const refuse = (answer: ReturnType<typeof errorAnswer>) => toResponse(wordedFor(req.path, answer));
    const ring = source.keys();
    if (ring === undefined) {
      return refuse(errorAnswer('PROVIDER_NOT_READY', 'This edge does not know its keys yet; retry.'));
    }
    const token = req.query('token') ?? '';
    if (token === '') {
      const details = 'No token: open the URL that a bulk evaluation gives in "eventStreams".';
      return refuse(errorAnswer('UNAUTHORIZED', details));
    }
    const bearer = await tokens.read(token, ring, source.streamSecret);
    if (bearer === undefined || bearer.credential.expiresAt <= now()) {
      return refuse(errorAnswer('UNAUTHORIZED', 'This token is not valid, or its key has been revoked.'));
    }
    const lastEventId = req.header('last-event-id');
    if (bearer.expiresAt <= now() && lastEventId === EXPIRED_EVENT_ID) {
      return refuse(
        errorAnswer('UNAUTHORIZED', 'This token has expired; a bulk evaluation gives a new one.'),
      );
    }
    if (source.environment(bearer.environmentId) === undefined) return refuse(notReady());
    return port.notices(context, { ...bearer, lastEventId });
  };
}
