import { connect, createServer, type Socket } from 'node:net';
import { reservePort } from './ports.ts';

/** A port that a test opens later: until then, connections to it are refused. */
export interface Gate {
  /** Where the server is to be found once the gate is open. */
  readonly url: string;
  open(): Promise<void>;
  /** Ends every connection through it. Safe to call twice, and before it was opened. */
  close(): Promise<void>;
}

/** @param target URL of the server behind it */
export async function createGate(target: string): Promise<Gate> {
  const { hostname, port: behind } = new URL(target);
  const port = await reservePort();
  const sockets = new Set<Socket>();
  const hold = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
  };
  const server = createServer((client) => {
    const upstream = connect(Number(behind), hostname);
    for (const socket of [client, upstream]) hold(socket);
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
    client.pipe(upstream).pipe(client);
  });
  return {
    url: `http://127.0.0.1:${port}`,
    open: () => new Promise((opened) => void server.listen(port, '127.0.0.1', opened)),
    async close() {
      const closed = new Promise<void>((done) => void server.close(() => done()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
