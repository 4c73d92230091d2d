import type { Server, Socket } from 'node:net';

/** When a connection whose answers are not read is cut. */
export interface UnreadLimits {
  /** For how long the operating system may take nothing of what waits for the connection. */
  readonly cutAfterMs: number;
  readonly checkedEveryMs: number;
}

/** Streams have a limit of their own (60 s), which closes them first. */
export const UNREAD_LIMITS: UnreadLimits = { cutAfterMs: 75_000, checkedEveryMs: 5_000 };

interface Progress {
  /** Bytes that the operating system has taken. */
  readonly takenBytes: number;
  /** Milliseconds of a monotonic clock. */
  readonly since: number;
}

/**
 * Cuts connections whose answers are not read. Checks all connections at an interval, so that it costs requests
 * nothing.
 *
 * @param event what the server emits with each connection that carries HTTP
 * @returns ends the checks
 */
export function cutUnreadConnections(
  server: Server,
  event: 'connection' | 'secureConnection',
  onCut: () => void,
  { cutAfterMs, checkedEveryMs }: UnreadLimits = UNREAD_LIMITS,
): () => void {
  const connections = new Map<Socket, Progress | undefined>();
  server.on(event, (socket: Socket) => {
    connections.set(socket, undefined);
    socket.once('close', () => connections.delete(socket));
  });

  function check(socket: Socket, before: Progress | undefined): Progress | undefined {
    const { writableLength } = socket;
    if (writableLength === 0) return undefined;
    const takenBytes = socket.bytesWritten - writableLength;
    const now = performance.now();
    if (before?.takenBytes !== takenBytes) return { takenBytes, since: now };
    if (now - before.since < cutAfterMs) return before;
    onCut();
    socket.destroy();
    return undefined;
  }

  const timer = setInterval(() => {
    for (const [socket, before] of connections) connections.set(socket, check(socket, before));
  }, checkedEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}
