import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** What happens when a transaction comes to a statement. */
export interface StatementTrap {
  /** From 1, the `begin` of the transaction; or its end. */
  readonly statement: number | 'commit';
  /** Whether Postgres still gets the statement. */
  readonly isSent: boolean;
  /** Called once. From then on the client gets no answers, and Postgres nothing more. */
  readonly onReached: (text: string) => void;
}

/** A way to a Postgres that counts the statements of transactions that write. */
export interface StatementProxy {
  /** The given URL, with the address of the proxy. */
  readonly url: string;
  /** For the transactions that begin from now on; the first one to come to the statement is trapped. */
  arm(trap: StatementTrap): void;
  disarm(): void;
  close(): Promise<void>;
}

/** How the control plane begins a transaction that writes. */
const BEGIN = /^begin isolation level read committed/i;
const END = /^(?:commit|rollback)/i;

/**
 * @param target the URL of a Postgres without TLS, with its port
 * @param onNotice called with the text of each notice that Postgres sends
 */
export async function createStatementProxy(
  target: string,
  onNotice?: (text: string) => void,
): Promise<StatementProxy> {
  const url = new URL(target);
  const address = { host: url.hostname, port: Number(url.port) };
  const sockets = new Set<Socket>();
  let trap: StatementTrap | undefined;

  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ ...address, allowHalfOpen: true });
    for (const socket of [near, far]) {
      sockets.add(socket.setNoDelay());
      socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    }
    let isTrapped = false;
    /** Of the transaction in progress that began after the trap was armed. */
    let statements = 0;
    let watched: StatementTrap | undefined;
    const splitMessages = createMessageSplitter();
    const readStatement = createStatementReader();
    const pass = (message: Buffer): void => {
      if (isTrapped) return;
      const text = readStatement(message);
      if (text !== undefined && BEGIN.test(text)) {
        watched = trap;
        statements = 0;
      }
      if (text !== undefined) statements += 1;
      if (text !== undefined && watched !== undefined && watched === trap && isAt(trap, statements, text)) {
        isTrapped = true;
        trap = undefined;
        if (watched.isSent) far.write(message);
        watched.onReached(text);
        return;
      }
      if (text !== undefined && END.test(text)) watched = undefined;
      far.write(message);
    };
    near.on('data', (chunk) => {
      for (const message of splitMessages(chunk)) pass(message);
    });
    // Ended in order: Postgres reads what was sent before, a commit for example.
    near.on('end', () => far.end()).on('close', () => far.end());
    const splitAnswers = createMessageSplitter(true);
    far.on('data', (chunk) => {
      if (onNotice !== undefined) for (const message of splitAnswers(chunk)) noticeOf(message, onNotice);
      if (!isTrapped) near.write(chunk);
    });
    far.on('end', () => near.end()).on('close', () => near.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const listening = server.address();
  if (listening === null || typeof listening === 'string') throw new Error('expected a TCP address');
  url.host = `127.0.0.1:${listening.port}`;
  return {
    url: url.href,
    arm: (armed) => {
      trap = armed;
    },
    disarm: () => {
      trap = undefined;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

const isAt = ({ statement }: StatementTrap, count: number, text: string): boolean =>
  statement === 'commit' ? /^commit/i.test(text) : count === statement;

/** The startup message of protocol 3.0. Requests for encryption, which come before it, have other codes. */
const PROTOCOL_3 = 196_608;

/** Splits one direction into whole messages (PostgreSQL manual, "Message Formats"). A client's first ones have no type. */
function createMessageSplitter(isTyped = false): (chunk: Buffer) => readonly Buffer[] {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    const messages: Buffer[] = [];
    for (;;) {
      const lengthAt = isTyped ? 1 : 0;
      if (rest.length < lengthAt + 4) return messages;
      const size = lengthAt + rest.readUInt32BE(lengthAt);
      if (rest.length < size) return messages;
      const message = rest.subarray(0, size);
      if (!isTyped) isTyped = message.readUInt32BE(4) === PROTOCOL_3;
      messages.push(message);
      rest = rest.subarray(size);
    }
  };
}

/** Reads the text of each statement when it is executed; `undefined` for messages that execute none. */
function createStatementReader(): (message: Buffer) => string | undefined {
  /** Texts of prepared statements by name. */
  const prepared = new Map<string, string>();
  let bound = '';
  return (message) => {
    const type = String.fromCharCode(message[0] ?? 0);
    if (type === 'Q') return message.toString('utf8', 5);
    if (type === 'E') return bound;
    if (type !== 'P' && type !== 'B') return undefined;
    const [first = '', second = ''] = message.toString('utf8', 5).split('\0', 2);
    if (type === 'P') prepared.set(first, second);
    else bound = prepared.get(second) ?? '';
    return undefined;
  };
}

/** The field `M` of a notice: its text. */
function noticeOf(message: Buffer, onNotice: (text: string) => void): void {
  if (message[0] !== 'N'.charCodeAt(0)) return;
  const fields = message.toString('utf8', 5).split('\0');
  for (const field of fields) if (field.startsWith('M')) onNotice(field.slice(1));
}
