import type { Context, Env } from 'hono';
import type { Sender } from '../../../../shared/http/client-address.ts';
import type { Clock } from '../../../../shared/model/clock.ts';
import type { StreamTokens, TokenBearer } from '../../api/ofrep/stream-token.ts';
import type { Reply } from '../../model/answer.ts';
import { type Failure, failWith } from '../../model/failure.ts';
import type { FlagSource } from '../../model/flag-source.ts';
import type { Random } from '../../model/ports.ts';
import { EXPIRED_EVENT_ID } from '../../state/streams/notice-source.ts';
import type { Guard } from '../guard/guard.ts';
import { senderOf } from '../guard/guard-route.ts';
import { corsHeaders } from '../responses/cors.ts';
import type { RouteHandler } from '../routing/mount.ts';
import type { PeerOf } from '../routing/to-edge-request.ts';
import { NOT_READY_PAUSE, OVER_LIMIT_PAUSE, retryLater } from './retry-later.ts';
import type { StreamPort } from './stream-port.ts';

export interface NoticeRouteDeps<E extends Env> {
  readonly source: FlagSource;
  readonly tokens: StreamTokens;
  readonly guard: Pick<Guard, 'refuseBearer'>;
  readonly port: StreamPort<E>;
  readonly peerOf?: PeerOf<E> | undefined;
  readonly random: Random;
  readonly now: Clock;
}

/** Longer than the origin of any page; of a longer one, this much shows that it is not on a list. */
const MAX_ORIGIN_LENGTH = 400;

/**
 * `GET /ofrep/v1/stream?token=…`: opens the stream of change notices for the token of a bulk evaluation. A refusal ends
 * an `EventSource` for good. So a temporary reason, such as a limit or flags that have not arrived, is not a refusal:
 * the reader reconnects later.
 */
export function createNoticeRoute<E extends Env>(deps: NoticeRouteDeps<E>): RouteHandler<E> {
  const { port, peerOf, random } = deps;
  const admit = createTokenCheck(deps);

  return async (context: Context<E>): Promise<Reply | Response> => {
    const sender = senderOf(context, peerOf);
    const admitted = await admit(sender, context.req.query('token') ?? '');
    if (!('credential' in admitted)) return admitted;
    const origin = sender.header('origin');
    const reader = {
      ...admitted,
      lastEventId: sender.header('last-event-id'),
      origin: origin?.slice(0, MAX_ORIGIN_LENGTH),
    };
    const opened = await port.notices(context, reader, origin === undefined ? {} : corsHeaders(origin));
    return 'code' in opened ? retryIfTemporary(opened, random) : opened;
  };
}

/**
 * An expired token opens the stream once more, for the notice after which its reader evaluates again; a reader that
 * reconnects after that is refused.
 */
function createTokenCheck<E extends Env>(deps: NoticeRouteDeps<E>) {
  const { source, tokens, guard, random, now } = deps;

  function refuseUnknown(sender: Sender, details: string): Failure {
    return guard.refuseBearer(sender, undefined) ?? failWith('UNAUTHORIZED', details);
  }

  /** Nothing is known of any token as long as keys are not known, so none is refused. */
  function keysNotReady(sender: Sender): Reply {
    const pause = guard.refuseBearer(sender, undefined) === undefined ? NOT_READY_PAUSE : OVER_LIMIT_PAUSE;
    return retryLater('keys have not arrived yet', pause, random);
  }

  return async (sender: Sender, token: string): Promise<TokenBearer | Reply> => {
    if (token === '') {
      return refuseUnknown(sender, 'No token: open the URL that a bulk evaluation gives in "eventStreams".');
    }
    const ring = source.keys();
    if (ring === undefined) return keysNotReady(sender);
    const bearer = await tokens.read(token, ring, source.streamSecret);
    if (bearer === undefined || bearer.credential.expiresAt <= now()) {
      return refuseUnknown(sender, 'This token is not valid, or its key has been revoked.');
    }
    const refusal = guard.refuseBearer(sender, bearer.credential);
    if (refusal !== undefined) return retryIfTemporary(refusal, random);
    if (bearer.expiresAt <= now() && sender.header('last-event-id') === EXPIRED_EVENT_ID) {
      return failWith('UNAUTHORIZED', 'This token has expired; a bulk evaluation gives a new one.');
    }
    return bearer;
  };
}

/** A limit, or flags that have not arrived, delays a reader that has a right to the stream, and ends nothing. */
function retryIfTemporary(failure: Failure, random: Random): Reply {
  if (failure.code === 'TOO_MANY_REQUESTS') return retryLater(failure.details, OVER_LIMIT_PAUSE, random);
  if (failure.code === 'PROVIDER_NOT_READY') return retryLater(failure.details, NOT_READY_PAUSE, random);
  return failure;
}
