import type { Context, Env } from 'hono';
import { isUuid } from '../../../../shared/model/uuid.ts';
import { admit } from '../../api/admit.ts';
import type { Authorizer } from '../../api/authorize.ts';
import { type Answer, errorAnswer } from '../../model/answer.ts';
import type { FlagSource } from '../../model/flag-source.ts';
import type { Credential } from '../../model/key-ring.ts';
import { ROUTES } from '../../model/routes.ts';
import { toResponse } from '../to-response.ts';
import type { StreamPort } from './stream-port.ts';

export interface StreamRoutes<E extends Env> {
  flags(context: Context<E>): Promise<Response>;
  relay(context: Context<E>): Promise<Response>;
}

/** `GET /stream` and `GET /relay/stream`: who asks, for which environment; the streaming itself is the port's. */
export function createStreamRoutes<E extends Env>(
  authorizer: Authorizer,
  source: FlagSource,
  port: StreamPort<E>,
): StreamRoutes<E> {
  async function flags(context: Context<E>): Promise<Response> {
    const admitted = await admit(authorizer, context.req.header('authorization'), ROUTES.stream.access);
    if ('status' in admitted) return toResponse(admitted);
    const chosen = chooseEnvironment(admitted, context.req.query('environment'));
    if (typeof chosen !== 'string') return toResponse(chosen);
    if (source.environment(chosen) === undefined) {
      return toResponse(
        errorAnswer('PROVIDER_NOT_READY', "This environment's flags have not arrived yet; retry."),
      );
    }
    const lastEventId = context.req.header('last-event-id');
    return port.flags(context, { credential: admitted, environmentId: chosen, lastEventId });
  }

  async function relay(context: Context<E>): Promise<Response> {
    const admitted = await admit(authorizer, context.req.header('authorization'), ROUTES.relayStream.access);
    if ('status' in admitted) return toResponse(admitted);
    return port.relay(context, { credential: admitted, lastEventId: context.req.header('last-event-id') });
  }

  return { flags, relay };
}

/** A server key has one environment; a relay key names one of its own. Foreign ones are not told apart from none. */
function chooseEnvironment(credential: Credential, asked: string | undefined): string | Answer {
  const { kind, environmentIds } = credential;
  if (asked === undefined || asked === '') {
    const [own] = environmentIds;
    if (kind !== 'relay' && own !== undefined) return own;
    return errorAnswer(
      'PARSE_ERROR',
      'A relay key must say which environment: add "?environment=<environment id>".',
    );
  }
  const id = asked.toLowerCase();
  if (!isUuid(id)) {
    return errorAnswer('PARSE_ERROR', '"environment" must be the id (a UUID) of an environment.');
  }
  return environmentIds.includes(id)
    ? id
    : errorAnswer('NOT_FOUND', 'This key opens no environment with this id.');
}
