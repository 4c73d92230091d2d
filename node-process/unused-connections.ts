import type { Server, Socket } from 'node:net';

/** A client that connects for a request sends it at once. */
const UNUSED_AFTER_MS = 1_000;

/**
 * Watches for connections on which nothing arrives. Browsers open some in advance, and Node's `fetch` opens one after a request
 * that was aborted. Node's HTTP server counts them as busy, so `closeIdleConnections()` leaves them open.
 *
 * @param event what the server emits with each connection that carries HTTP
 * @returns closes the connections that have been open for a second without a byte from the client
 */
export function watchUnusedConnections(server: Server, event: 'connection' | 'secureConnection'): () => void {
  const openedAt = new Map<Socket, number>();
  server.on(event, (socket: Socket) => {
    openedAt.set(socket, performance.now());
    socket.once('close', () => openedAt.delete(socket));
  });
  return () => {
    const latest = performance.now() - UNUSED_AFTER_MS;
    for (const [socket, at] of openedAt) if (at <= latest && socket.bytesRead === 0) socket.destroy();
  };
}
