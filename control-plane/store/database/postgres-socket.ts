import { connect, type Socket } from 'node:net';

/** Where the driver wants to connect to, as it parsed the URL. */
export interface SocketTarget {
  readonly host: readonly string[];
  readonly port: readonly number[];
  /** Of a Unix socket. */
  readonly path?: string | false | undefined;
}

/** A connection for the driver, whose loss it understands; see {@link loseAtOnce}. */
export function connectSocket({ host, port, path }: SocketTarget, onLost: () => void): Socket {
  const socket = path ? connect(path) : connect({ host: host[0] ?? 'localhost', port: port[0] ?? 5432 });
  return loseAtOnce(socket, onLost);
}

/**
 * Makes the loss of a connection an error followed by the close, at once.
 *
 * Node tells of a broken connection with `error` and, turns of the event loop later, with `close`; a query that
 * the driver (postgres 3.4.9) hands to the connection in between is never answered. And where a server
 * accepts and closes without an error (a proxy whose Postgres is away) the driver connects again for
 * ever, while the query waits.
 *
 * @param onLost told first, so that nothing new is asked of this connection
 */
function loseAtOnce(socket: Socket, onLost: () => void): Socket {
  const tell = socket.emit.bind(socket);
  let wasConnected = false;
  let isServerGone = false;
  let isOver = false;
  const lose = (reason: unknown): boolean => {
    if (isOver) return true;
    isOver = true;
    onLost();
    if (socket.listenerCount('error') > 0) tell('error', wasConnected ? connectionClosed(reason) : reason);
    tell('close', true);
    return true;
  };
  socket.emit = (event: string | symbol, ...details: unknown[]): boolean => {
    if (event === 'connect') wasConnected = true;
    if (event === 'end' && !socket.writableEnded) isServerGone = true;
    if (event === 'error') return lose(details[0]);
    if (event === 'close' && (isOver || isServerGone || !socket.writableEnded))
      return lose(connectionClosed(undefined));
    return tell(event, ...details);
  };
  return socket;
}

function connectionClosed(cause: unknown): Error {
  const message = 'the connection to Postgres was closed';
  return Object.assign(new Error(message, { cause }), { code: 'CONNECTION_CLOSED' });
}
