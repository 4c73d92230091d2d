import { once } from 'node:events';
import type { Server } from 'node:net';

/** Makes a server listen on a port of 127.0.0.1 that the operating system chooses; resolves with that port. */
export async function listenOnAnyPort(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected a TCP address');
  return address.port;
}
