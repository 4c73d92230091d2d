import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { createServer } from 'node:https';
import {
  type ArrivalLimits,
  httpServerOptions,
  type ListenAddress,
  type RunningServer,
  startHttpServer,
  type UnreadPolicy,
} from '../../../node-process/http-server.ts';
import type { Logger } from '../../../shared/logging/logger.ts';
import { type CertificateFiles, followCertificate, readCertificate } from './certificate-files.ts';
import { HotRequest, HotResponse, type HttpListener } from './hot-messages.ts';
import { createHttp2Sessions } from './http2-sessions.ts';

const HANDSHAKE_LIMIT_MS = 10_000;
const CLOSE_GRACE_MS = 5_000;

export interface TlsServerOptions {
  readonly files: CertificateFiles;
  /** HTTP/1.1. */
  readonly listener: HttpListener;
  /** HTTP/2. */
  readonly http2Listener: (request: Http2ServerRequest, response: Http2ServerResponse) => unknown;
  readonly unread: UnreadPolicy;
  readonly limits?: ArrivalLimits;
  /** Milliseconds within which a TLS handshake must be complete. */
  readonly handshakeMs?: number;
  readonly logger: Logger;
}

/**
 * Starts the server of an edge that has a certificate: HTTP/2 and HTTP/1.1 on one port, as the client chooses (ALPN).
 *
 * @throws Error in one line, naming the variable to change, if the address or the certificate cannot be used
 */
export async function startTlsServer(options: TlsServerOptions, at: ListenAddress): Promise<RunningServer> {
  const { files, listener, http2Listener, unread, limits, logger } = options;
  const { handshakeMs = HANDSHAKE_LIMIT_MS } = options;
  const certificate = await readCertificate(files);
  const server = createServer(
    {
      ...httpServerOptions(limits),
      ...certificate,
      ALPNProtocols: ['h2', 'http/1.1'],
      handshakeTimeout: handshakeMs,
      IncomingMessage: HotRequest,
      ServerResponse: HotResponse,
    },
    listener,
  );
  const sessions = createHttp2Sessions(http2Listener, unread.onCut);
  const http1Listeners = server.listeners('secureConnection');
  server.removeAllListeners('secureConnection');
  server.on('secureConnection', (socket) => {
    if (socket.alpnProtocol === 'h2') sessions.serve(socket);
    else for (const serveHttp1 of http1Listeners) serveHttp1.call(server, socket);
  });
  const running = await startHttpServer(server, at, unread, 'secureConnection');
  const unfollow = followCertificate(files, certificate, logger, (next) => server.setSecureContext(next));
  return {
    port: running.port,
    async close(graceMs = CLOSE_GRACE_MS) {
      unfollow();
      await Promise.all([running.close(graceMs), sessions.close(graceMs)]);
    },
  };
}
