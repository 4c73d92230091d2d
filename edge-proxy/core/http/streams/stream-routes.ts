import type { Context, Env } from 'hono';
import { isUuid } from '../../../../shared/model/uuid.ts';
import { parseFeatures, parseReaderIdentity } from '../../../../shared/sync/reader-identity.ts';
import { type Failure, failWith } from '../../model/failure.ts';
import type { Credential } from '../../model/key-ring.ts';
import type { OpenedStream, StreamPort } from './stream-port.ts';

export interface StreamRoutes<E extends Env> {
  flags(context: Context<E>, credential: Credential): OpenedStream;
  relay(context: Context<E>, credential: Credential): OpenedStream;
}

/** `GET /stream` and `GET /relay/stream`: for which environment; the streaming itself is the port's. */
export function createStreamRoutes<E extends Env>(port: StreamPort<E>): StreamRoutes<E> {
  return {
    flags(context, credential) {
      const environmentId = chooseEnvironment(credential, context.req.query('environment'));
      if (typeof environmentId !== 'string') return environmentId;
      return port.flags(context, {
        credential,
        environmentId,
        lastEventId: context.req.header('last-event-id'),
        claims: {
          identity: parseReaderIdentity(context.req.header('flags-reader')),
          features: parseFeatures(context.req.header('flags-features')),
        },
      });
    },
    relay: (context, credential) =>
      port.relay(context, { credential, lastEventId: context.req.header('last-event-id') }),
  };
}

/** A server key has one environment; a relay key names one of its own. A foreign environment is answered like one that does not exist. */
function chooseEnvironment(credential: Credential, asked: string | undefined): string | Failure {
  const { kind, environmentIds } = credential;
  if (asked === undefined || asked === '') {
    const [own] = environmentIds;
    if (kind !== 'relay' && own !== undefined) return own;
    return failWith(
      'PARSE_ERROR',
      'A relay key must say which environment: add "?environment=<environment id>".',
    );
  }
  const id = asked.toLowerCase();
  if (!isUuid(id)) {
    return failWith('PARSE_ERROR', '"environment" must be the id (a UUID) of an environment.');
  }
  return environmentIds.includes(id)
    ? id
    : failWith('NOT_FOUND', 'This key opens no environment with this id.');
}
