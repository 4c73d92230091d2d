import type { Context, Env } from 'hono';
import type { EdgeRequest } from '../../model/edge-request.ts';
import { readBody } from './read-body.ts';

/** The address at the other end of a request's connection, if the runtime knows it. */
export type PeerOf<E extends Env> = (context: Context<E>) => string | undefined;

/** A request as the hot path reads it, body included. */
export async function toEdgeRequest<E extends Env>(
  context: Context<E>,
  maxBodyBytes: number,
  peerOf?: PeerOf<E>,
): Promise<EdgeRequest> {
  const { req } = context;
  return {
    method: req.method,
    ...targetOf(req.url),
    header: (name) => req.header(name),
    peer: () => peerOf?.(context),
    body: await readBody(req, maxBodyBytes),
  };
}

/** Path and query as they were sent: Hono's own path is decoded in part, which would decode a flag key twice. */
function targetOf(url: string): { readonly path: string; readonly query: string } {
  const start = url.indexOf('/', url.indexOf('://') + 3);
  const [target = ''] = url.slice(start).split('#');
  const mark = target.indexOf('?');
  return mark === -1
    ? { path: target, query: '' }
    : { path: target.slice(0, mark), query: target.slice(mark + 1) };
}
