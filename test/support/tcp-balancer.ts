import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A way to several servers of the same kind, as a load balancer in front of them. */
export interface TcpBalancer {
  readonly url: string;
  close(): Promise<void>;
}

/** Connects to the servers in turn; one that refuses is skipped. A connection lasts as long as that to its server. */
export async function createTcpBalancer(urls: readonly string[]): Promise<TcpBalancer> {
  const ports = urls.map((url) => Number(new URL(url).port));
  const sockets = new Set<Socket>();
  let turn = 0;

  const join = (near: Socket, attempts: number): void => {
    const port = ports[turn++ % ports.length];
    if (port === undefined || attempts === 0 || near.destroyed) {
      near.destroy();
      return;
    }
    const far = connect({ port, host: '127.0.0.1', noDelay: true });
    let isConnected = false;
    far.once('connect', () => {
      isConnected = true;
      sockets.add(far);
      near.pipe(far).pipe(near);
      near.on('close', () => far.destroy());
    });
    far.on('error', () => {});
    far.on('close', () => {
      sockets.delete(far);
      if (isConnected) near.destroy();
      else join(near, attempts - 1);
    });
  };
  const server = createServer({ noDelay: true }, (near) => {
    sockets.add(near);
    near.on('error', () => {}).on('close', () => sockets.delete(near));
    join(near, ports.length);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected a TCP address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
