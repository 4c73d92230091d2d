import type { Context, Env } from 'hono';
import type { Clock } from '../../../../shared/model/clock.ts';
import { wordedFor } from '../../api/ofrep/failure.ts';
import type { StreamTokens, TokenBearer } from '../../api/ofrep/stream-token.ts';
import { type Answer, errorAnswer } from '../../model/answer.ts';
import type { FlagSource } from '../../model/flag-source.ts';
import type { Random } from '../../model/ports.ts';
import { EXPIRED_EVENT_ID } from '../../state/streams/notice-source.ts';
import type { Sender } from '../guard/client-address.ts';
import type { Guard } from '../guard/guard.ts';
import { type PeerOf, senderOf } from '../guard/guard-routes.ts';
import { toResponse } from '../to-response.ts';
import { comeBack, NOT_READY_PAUSE, OVER_LIMIT_PAUSE } from './retry-later.ts';
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

/** Longer than the origin of any page; of a longer one, this much tells that it is none that is listed. */
const KEPT_OF_ORIGIN = 400;

/**
 * `GET /ofrep/v1/stream?token=…`: who comes with the token of a URL that a bulk evaluation gave. An expired one
 * opens the stream once more, to be told to evaluate anew; who comes back from that is refused, which is what
 * ends an `EventSource`. So what passes by itself, as a limit or flags that are on their way, is no refusal.
 */
export function createNoticeRoute<E extends Env>(deps: NoticeRouteDeps<E>) {
  const { source, tokens, guard, port, peerOf, random, now } = deps;

  function refuseUnknown(sender: Sender, details: string): Answer {
    return guard.refuseBearer(sender, undefined) ?? errorAnswer('UNAUTHORIZED', details);
  }

  /** Nothing can be told of a token as long as keys are not known, so that nothing is. */
  function notReady(sender: Sender): Answer {
    const pause = guard.refuseBearer(sender, undefined) === undefined ? NOT_READY_PAUSE : OVER_LIMIT_PAUSE;
    return comeBack('keys have not arrived yet', pause, random);
  }

  async function admit(sender: Sender, token: string): Promise<TokenBearer | Answer> {
    if (token === '') {
      return refuseUnknown(sender, 'No token: open the URL that a bulk evaluation gives in "eventStreams".');
    }
    const ring = source.keys();
    if (ring === undefined) return notReady(sender);
    const bearer = await tokens.read(token, ring, source.streamSecret);
    if (bearer === undefined || bearer.credential.expiresAt <= now()) {
      return refuseUnknown(sender, 'This token is not valid, or its key has been revoked.');
    }
    const refusal = guard.refuseBearer(sender, bearer.credential);
    if (refusal !== undefined) return passing(refusal);
    if (bearer.expiresAt <= now() && sender.header('last-event-id') === EXPIRED_EVENT_ID) {
      return errorAnswer('UNAUTHORIZED', 'This token has expired; a bulk evaluation gives a new one.');
    }
    if (source.environment(bearer.environmentId) === undefined) {
      return comeBack('flags have not arrived yet', NOT_READY_PAUSE, random);
    }
    return bearer;
  }

  /** A limit holds up who has a right to the stream, and ends nothing. */
  function passing(refusal: Answer): Answer {
    if (refusal.status !== 429) return refusal;
    const { errorDetails }: { errorDetails: string } = JSON.parse(refusal.body);
    return comeBack(errorDetails, OVER_LIMIT_PAUSE, random);
  }

  return async (context: Context<E>): Promise<Response> => {
    const { req } = context;
    const sender = senderOf(context, peerOf);
    const admitted = await admit(sender, req.query('token') ?? '');
    if ('status' in admitted) return toResponse(wordedFor(req.path, admitted));
    const origin = sender.header('origin')?.slice(0, KEPT_OF_ORIGIN);
    const lastEventId = sender.header('last-event-id');
    const served = await port.notices(context, { ...admitted, lastEventId, origin });
    return served.status === 200 ? served : toResponse(wordedFor(req.path, passing(await answerOf(served))));
  };
}

async function answerOf(response: Response): Promise<Answer> {
  const headers = Object.fromEntries(response.headers);
  return { status: response.status, headers, body: await response.text() };
}
