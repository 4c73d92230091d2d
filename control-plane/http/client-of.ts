import type { Context } from 'hono';
import { clientName } from '../../shared/http/client-address.ts';
import type { IpRange } from '../../shared/model/ip-address.ts';
import type { AppEnv } from './app-env.ts';

/** The client's address, or its network, for limits; `undefined` if it is not known. */
export function clientOf(c: Context<AppEnv>, trustedProxies: readonly IpRange[]): string | undefined {
  return clientName(
    { header: (name) => c.req.header(name), peer: () => c.env.incoming.socket.remoteAddress },
    trustedProxies,
  );
}
