import type { Context, Env } from 'hono';
import type { Sender } from '../../../../shared/http/client-address.ts';
import type { SdkKeyKind } from '../../../../shared/keys/sdk-key.ts';
import type { Reply } from '../../model/answer.ts';
import type { Credential } from '../../model/key-ring.ts';
import type { RouteHandler } from '../routing/mount.ts';
import type { PeerOf } from '../routing/to-edge-request.ts';
import type { Guard } from './guard.ts';

/** The handler of a route, called with an authorized key. */
export type KeyRouteHandler<E extends Env> = (
  context: Context<E>,
  credential: Credential,
) => ReturnType<RouteHandler<E>>;

/** The part of a request that limits use. */
export function senderOf<E extends Env>(context: Context<E>, peerOf?: PeerOf<E>): Sender {
  return { header: (name) => context.req.header(name), peer: () => peerOf?.(context) };
}

/** Puts a route that is not on the hot path behind the guard. */
export function guardRoute<E extends Env>(
  guard: Guard,
  access: readonly SdkKeyKind[],
  handler: KeyRouteHandler<E>,
  peerOf?: PeerOf<E>,
): RouteHandler<E> {
  return async (context): Promise<Reply | Response> => {
    const admitted = await guard.admit(senderOf(context, peerOf), access);
    return 'code' in admitted ? admitted : handler(context, admitted);
  };
}
