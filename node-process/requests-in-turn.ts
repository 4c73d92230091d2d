import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

/** How often it is checked whose turn it is, on a Node that does not report it. */
const CHECK_MS = 20;

/** The part of a request that its connection is read from. */
type Incoming = Pick<IncomingMessage, 'socket'>;

/**
 * Begins the requests of an HTTP/1.1 connection one at a time: each once the operating system has taken the whole answer
 * to the one before. Node itself begins all requests that arrive together, and buffers their answers for a client that
 * reads none of them. With this, what waits for a connection is one answer, and the requests of one read (64 KiB).
 */
export interface RequestsInTurn {
  /** Whether this response is the next of its connection. It nearly always is: few clients pipeline requests. */
  isNext(outgoing: Pick<ServerResponse, 'socket'>): boolean;
  /**
   * Calls `begin` when it is the turn of a response that is not the next. Nothing more of the connection is read until
   * then. Not called if the connection closes before.
   */
  wait(incoming: Incoming, outgoing: ServerResponse, begin: () => void): void;
}

export function createRequestsInTurn(reportsTurn: boolean = REPORTS_TURN): RequestsInTurn {
  const waitingRequests = new WeakMap<Socket, number>();
  // Reading the body of the request that is answered resumes the connection.
  const keepPaused = function (this: Socket): void {
    this.pause();
  };

  function hold(socket: Socket): void {
    const waiting = waitingRequests.get(socket) ?? 0;
    waitingRequests.set(socket, waiting + 1);
    if (waiting === 0) socket.on('resume', keepPaused).pause();
  }

  function release(socket: Socket): void {
    const waiting = (waitingRequests.get(socket) ?? 1) - 1;
    waitingRequests.set(socket, waiting);
    if (waiting === 0) socket.off('resume', keepPaused).resume();
  }

  return {
    isNext: ({ socket }) => socket !== null,
    wait({ socket }, outgoing, begin) {
      hold(socket);
      const takeTurn = () => {
        // Connections take turns, too: no client occupies the event loop with all that it has sent ahead.
        setImmediate(() => {
          if (socket.destroyed) return;
          release(socket);
          begin();
        });
      };
      if (reportsTurn) outgoing.once('socket', takeTurn);
      else checkTurn(socket, outgoing, takeTurn);
    },
  };
}

/** A listener of Node's server that begins the requests of a connection one at a time. */
export function inTurn<I extends Incoming, O extends ServerResponse>(
  listener: (incoming: I, outgoing: O) => unknown,
  turns: RequestsInTurn = createRequestsInTurn(),
): (incoming: I, outgoing: O) => void {
  return (incoming, outgoing) => {
    if (turns.isNext(outgoing)) listener(incoming, outgoing);
    else turns.wait(incoming, outgoing, () => void listener(incoming, outgoing));
  };
}

/** Whether Node emits `socket` when a response becomes the next of its connection, which it does not document. */
export const REPORTS_TURN: boolean = probe();

function probe(): boolean {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  let isReported = false;
  response.once('socket', () => {
    isReported = true;
  });
  response.assignSocket(new Socket());
  return isReported;
}

function checkTurn(socket: Socket, outgoing: ServerResponse, takeTurn: () => void): void {
  const timer = setInterval(() => {
    if (outgoing.socket === null && !socket.destroyed) return;
    clearInterval(timer);
    takeTurn();
  }, CHECK_MS);
}
