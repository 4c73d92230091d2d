import type { Context, Env } from 'hono';
import type { Authorizer } from '../../api/authorize.ts';
import type { RouteHandler } from '../mount.ts';
import { toResponse } from '../to-response.ts';
import type { Sender } from './client-address.ts';
import type { Guard } from './guard.ts';

/** The address at the other end of a request's connection, by a runtime that can tell. */
export type PeerOf<E extends Env> = (context: Context<E>) => string | undefined;

/** The part of a request that limits look at. */
export function senderOf<E extends Env>(context: Context<E>, peerOf?: PeerOf<E>): Sender {
  return { header: (name) => context.req.header(name), peer: () => peerOf?.(context) };
}

/** Puts routes that are not on the hot path behind the guard. */
export function guardRoutes<E extends Env>(guard: Guard, authorizer: Authorizer, peerOf?: PeerOf<E>) {
  return (handler: RouteHandler<E>): RouteHandler<E> =>
    async (context) => {
      const sender = senderOf(context, peerOf);
      const early = guard.knows(sender) ? undefined : guard.refuse(sender);
      if (early !== undefined) return toResponse(early);
      if (!guard.knows(sender)) await authorizer.learn(sender.header('authorization'));
      const refusal = guard.refuse(sender);
      return refusal === undefined ? handler(context) : toResponse(refusal);
    };
}
