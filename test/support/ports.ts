import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Ports below the ranges from which an operating system chooses: for `listen(0)` and for outgoing connections Linux
 * takes 32768 to 60999, macOS and Windows 49152 to 65535.
 */
const FIRST_PORT = 20_000;
const PORTS = 12_000;
const ATTEMPTS = 100;

/**
 * Reserves a TCP port of 127.0.0.1 for a server that this process will start, or that a test starts again and again on
 * the same port. Servers within the process listen on port 0 instead and need no reservation.
 *
 * To find a port free is not enough: until the server listens, the operating system may give the port to another
 * connection, and another test file may find it free too. This port is outside the ranges of the operating system, and a
 * UDP socket on the same number keeps other test files away from it. The socket closes when this process ends.
 *
 * @throws Error if no port is free
 */
export async function reservePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = FIRST_PORT + Math.floor(Math.random() * PORTS);
    const reservation = await bindUdp(port);
    if (reservation === undefined) continue;
    if (await isFree(port)) return port;
    reservation.close();
  }
  throw new Error(`none of ${ATTEMPTS} ports from ${FIRST_PORT} to ${FIRST_PORT + PORTS - 1} is free`);
}

async function bindUdp(port: number): Promise<Socket | undefined> {
  const socket = createSocket('udp4');
  try {
    socket.bind({ port, address: '127.0.0.1', exclusive: true });
    await once(socket, 'listening');
    return socket.unref();
  } catch {
    socket.close();
    return undefined;
  }
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  try {
    probe.listen(port, '127.0.0.1');
    await once(probe, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    await new Promise((resolve) => probe.close(resolve));
  }
}
