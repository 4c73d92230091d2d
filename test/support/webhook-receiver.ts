import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { ServerCertificate } from './certificates.ts';

/** A request as a receiver of webhooks gets it. */
export interface ReceivedWebhook {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export type AnswerWebhook = (response: ServerResponse, request: ReceivedWebhook) => void;

/** A receiver of webhooks on this machine. */
export interface WebhookReceiver {
  readonly url: string;
  readonly port: number;
  /** Oldest first. */
  readonly requests: readonly ReceivedWebhook[];
  /** How later requests are answered; 204 at first. */
  answerWith(answer: AnswerWebhook): void;
  stop(): Promise<void>;
}

/**
 * @param host an address of this machine
 * @param tls serves HTTPS with this certificate
 */
export async function startWebhookReceiver(
  host = '127.0.0.1',
  port = 0,
  tls?: ServerCertificate,
): Promise<WebhookReceiver> {
  const requests: ReceivedWebhook[] = [];
  let answer: AnswerWebhook = (response) => response.writeHead(204).end();
  const listener: RequestListener = async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const { url = '', headers } = incoming;
    const request = { path: url, headers, body: Buffer.concat(chunks).toString() };
    requests.push(request);
    answer(response, request);
  };
  const server =
    tls === undefined
      ? createServer(listener)
      : createTlsServer({ cert: readFileSync(tls.certificate), key: readFileSync(tls.key) }, listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address: AddressInfo | string | null = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${host}:${bound}`,
    port: bound,
    requests,
    answerWith: (next) => {
      answer = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
