import { createServer, type Server } from 'node:net';
import { errorCodeOf, OperationalError } from './operational-error.ts';

/** A port that a service will listen on, and the variable that sets another one. */
export interface ServicePort {
  readonly port: number;
  readonly variable: string;
}

/** Returns a TCP port of 127.0.0.1 that no process listens on at this moment. */
export async function freePort(): Promise<number> {
  const probe = await listen(0);
  const address = probe.address();
  await close(probe);
  if (address === null || typeof address === 'string') throw new Error('no TCP port could be reserved');
  return address.port;
}

/** @throws OperationalError naming every port of 127.0.0.1 that is not available */
export async function assertPortsAvailable(ports: readonly ServicePort[]): Promise<void> {
  const faults = await Promise.all(ports.map(faultOf));
  const found = faults.filter((fault) => fault !== undefined);
  if (found.length > 0) throw new OperationalError(found.join(' '));
}

async function faultOf({ port, variable }: ServicePort): Promise<string | undefined> {
  try {
    await close(await listen(port));
    return undefined;
  } catch (error) {
    const code = errorCodeOf(error);
    const fault =
      code === 'EADDRINUSE' ? 'is in use by another program' : `cannot be used (${code ?? String(error)})`;
    return `Port ${port} ${fault}. Stop that program, or set another port: ${variable}=${port + 1} npm start`;
  }
}

async function listen(port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}

async function close(server: Server): Promise<void> {
  await new Promise((resolve) => server.close(resolve));
}
