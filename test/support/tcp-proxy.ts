import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A way to a TCP server that can be cut and mended, as a network or a server's restart would. */
export interface CuttableProxy {
  /** The given URL, with the address of the proxy. */
  readonly url: string;
  /** Resets every connection, and refuses new ones until mended. */
  cut(): void;
  mend(): void;
  /** Drops every byte of the connections that stand, in both directions, and keeps them open. They stay so for ever. */
  dropEstablished(): void;
  /** Drops the bytes of new connections, too, until mended. */
  dropAll(): void;
  close(): Promise<void>;
}

/** @param target the URL of a Redis or a Postgres, with its port */
export async function createCuttableProxy(target: string): Promise<CuttableProxy> {
  const url = new URL(target);
  const { hostname: host } = url;
  const port = Number(url.port);
  const sockets = new Set<Socket>();
  let isCut = false;
  let dropsNew = false;
  /** The bytes of these are dropped. */
  const dropped = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (near) => {
    if (isCut) {
      near.resetAndDestroy();
      return;
    }
    const far = connect({ port, host, allowHalfOpen: true });
    if (dropsNew) dropped.add(near).add(far);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('error', () => {});
      from.on('close', () => {
        sockets.delete(from);
        // The end of a dropped connection does not arrive at the other side.
        if (!dropped.delete(from)) to.destroy();
      });
      from.on('end', () => {
        if (!dropped.has(from)) to.end();
      });
      from.on('data', (chunk: Buffer) => {
        if (!dropped.has(from)) to.write(chunk);
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected a TCP address');
  url.host = `127.0.0.1:${address.port}`;
  const dropEstablished = () => {
    for (const socket of sockets) dropped.add(socket);
  };
  const reset = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    url: url.href,
    cut() {
      isCut = true;
      reset();
    },
    mend() {
      isCut = false;
      dropsNew = false;
    },
    dropEstablished,
    dropAll() {
      dropsNew = true;
      dropEstablished();
    },
    async close() {
      reset();
      server.close();
      await once(server, 'close');
    },
  };
}
