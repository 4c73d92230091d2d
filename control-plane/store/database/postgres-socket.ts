import { connect, type Socket } from 'node:net';

/** The address of the server, as the driver parsed it from the URL. */
export interface SocketTarget {
  readonly host: readonly string[];
  readonly port: readonly number[];
  /** The path of a Unix socket. */
  readonly path?: string | false | undefined;
}

/** Connects a socket for the driver. @param onLost called when the connection is lost, before the driver learns of it */
export function connectSocket({ host, port, path }: SocketTarget, onLost: () => void): Socket {
  const socket = path ? connect(path) : connect({ host: host[0] ?? 'localhost', port: port[0] ?? 5432 });
  return emitLossAtOnce(socket, onLost);
}

/**
 * Makes a socket emit `error` and `close` together, at once, when its connection is lost.
 *
 * Node emits `close` some turns of the event loop after `error`. If the driver (postgres 3.4.9) sends a query in
 * between, the query never settles. And if a server accepts connections and closes them without an error (a proxy whose
 * Postgres is unreachable), the driver reconnects for ever while the query waits.
 *
 * @param onLost called first, so that the connection gets no further queries
 */
function emitLossAtOnce(socket: Socket, onLost: () => void): Socket {
  const emit = socket.emit.bind(socket);
  let wasConnected = false;
  let hasServerEnded = false;
  let isLost = false;
  const lose = (cause: unknown): boolean => {
    if (isLost) return true;
    isLost = true;
    onLost();
    if (socket.listenerCount('error') > 0) emit('error', wasConnected ? connectionClosed(cause) : cause);
    emit('close', true);
    return true;
  };
  socket.emit = (event: string | symbol, ...details: unknown[]): boolean => {
    if (event === 'connect') wasConnected = true;
    if (event === 'end' && !socket.writableEnded) hasServerEnded = true;
    if (event === 'error') return lose(details[0]);
    if (event === 'close' && (isLost || hasServerEnded || !socket.writableEnded))
      return lose(connectionClosed(undefined));
    return emit(event, ...details);
  };
  return socket;
}

function connectionClosed(cause: unknown): Error {
  const message = 'the connection to Postgres was closed';
  return Object.assign(new Error(message, { cause }), { code: 'CONNECTION_CLOSED' });
}
