import { connect, isIP, type Socket } from 'node:net';
import { type ConnectionOptions, checkServerIdentity, connect as connectTls } from 'node:tls';
import type { PostgresHost, PostgresServer } from './postgres-url.ts';

/** The request for TLS: its length and a code in place of the version (PostgreSQL manual, "SSLRequest"). */
const SSL_REQUEST = Uint8Array.of(0, 0, 0, 8, 4, 210, 22, 47);
const SSL_ACCEPTED = 'S'.charCodeAt(0);

/** A connection over which the protocol can begin, and which of the hosts it leads to. */
export interface Transport {
  readonly socket: Socket;
  readonly hostIndex: number;
}

/**
 * Connects to the first host that can be reached, beginning with `firstHost`, and negotiates TLS.
 *
 * @param timeoutMs for all hosts together
 * @throws Error of the last host; one with the code `CONNECT_TIMEOUT` if it did not answer in time
 */
export async function connectTransport(
  server: PostgresServer,
  firstHost: number,
  timeoutMs: number,
): Promise<Transport> {
  const { hosts, socketPath } = server;
  if (socketPath !== undefined) {
    return { socket: await withinTime(connect(socketPath), timeoutMs, connected), hostIndex: 0 };
  }
  let failure: unknown;
  for (const offset of hosts.keys()) {
    const hostIndex = (firstHost + offset) % hosts.length;
    const host = hosts[hostIndex];
    if (host === undefined) continue;
    try {
      return { socket: await connectHost(server, host, timeoutMs / hosts.length), hostIndex };
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

async function connectHost(server: PostgresServer, host: PostgresHost, timeoutMs: number): Promise<Socket> {
  const socket = connect({ host: host.host, port: host.port, noDelay: true });
  return withinTime(socket, timeoutMs, async () => {
    await connected(socket);
    if (server.sslMode === 'disable') return socket;
    socket.write(SSL_REQUEST);
    const answer = await firstByte(socket);
    if (answer === SSL_ACCEPTED) return encrypt(socket, server, host.host);
    if (server.sslMode === 'allow' || server.sslMode === 'prefer') return socket;
    throw new Error(`the server does not offer TLS, which sslmode=${server.sslMode} requires`);
  });
}

/** Runs the steps; destroys the socket if they fail or take too long. */
async function withinTime(
  socket: Socket,
  timeoutMs: number,
  steps: (socket: Socket) => Promise<Socket>,
): Promise<Socket> {
  // Before and between the steps an error has no other listener. The steps reject by their own.
  socket.on('error', () => {});
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(connectTimeout(timeoutMs)), timeoutMs);
  });
  const ready = steps(socket);
  // If the time is over first, the rejection that follows from the destroyed socket is of no interest.
  ready.catch(() => {});
  try {
    return await Promise.race([ready, late]);
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function connected(socket: Socket): Promise<Socket> {
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket));
    rejectOnLoss(socket, reject);
  });
}

/** The server sends exactly one byte. More would be an attempt to be read as the encrypted answer. */
function firstByte(socket: Socket): Promise<number> {
  return new Promise((resolve, reject) => {
    socket.once('data', (chunk: Buffer) => {
      if (chunk.length === 1) resolve(chunk[0] ?? 0);
      else reject(new Error('the server sent bytes before TLS was negotiated'));
    });
    rejectOnLoss(socket, reject);
  });
}

function encrypt(socket: Socket, server: PostgresServer, host: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const secure = connectTls({ socket, ...verificationOf(server, host) });
    secure.once('secureConnect', () => resolve(secure));
    secure.on('error', () => {});
    rejectOnLoss(secure, reject);
  });
}

/** `verify-full` compares the certificate with the host of the URL, also if that is an IP address. */
function verificationOf({ sslMode, authorities }: PostgresServer, host: string): ConnectionOptions {
  const verifiesChain = sslMode === 'verify-ca' || sslMode === 'verify-full';
  return {
    // An IP address is not allowed as server name.
    ...(isIP(host) ? {} : { servername: host }),
    rejectUnauthorized: verifiesChain,
    checkServerIdentity: (_, certificate) =>
      sslMode === 'verify-full' ? checkServerIdentity(host, certificate) : undefined,
    ...(authorities === undefined ? {} : { ca: authorities }),
  };
}

function rejectOnLoss(socket: Socket, reject: (error: Error) => void): void {
  socket.once('error', reject);
  socket.once('close', () =>
    reject(Object.assign(new Error('the connection was closed'), { code: 'CONNECTION_CLOSED' })),
  );
}

function connectTimeout(timeoutMs: number): Error {
  return Object.assign(new Error(`Postgres did not accept a connection within ${Math.round(timeoutMs)} ms`), {
    code: 'CONNECT_TIMEOUT',
  });
}
