import { IncomingMessage } from 'node:http';
import { getRequestListener, type Http2Bindings, type HttpBindings } from '@hono/node-server';

type Answer = Response | Promise<Response>;

/** How much of a body that nothing has read is discarded before the request is answered. */
const DISCARDED = { bytes: 64 * 1024 * 1024, ms: 5_000 };

/**
 * Node's listener for an application that answers web requests.
 *
 * A request whose body the application does not read, because it is too large or the caller is refused, is answered once the
 * body has arrived and is discarded, 64 MiB and 5 s at most; beyond that the answer says that the connection closes. The adapter,
 * which would discard the body after the answer, closes the connection half a second later without saying so: while the client
 * sends its next request.
 */
export function createWebListener(
  fetch: (request: Request, env: HttpBindings | Http2Bindings) => Answer,
): ReturnType<typeof getRequestListener> {
  async function afterBody(response: Response, { incoming, outgoing }: HttpBindings): Promise<Response> {
    await discardBody(incoming);
    if (!incoming.readableEnded) outgoing.shouldKeepAlive = false;
    return response;
  }
  return getRequestListener((request, env) => {
    const answer = fetch(request, env);
    // Streams of HTTP/2 end one by one, and bodies of GET are empty.
    if (!isHttp1(env) || env.incoming.method === 'GET') return answer;
    return Promise.resolve(answer).then((response) =>
      env.incoming.readableEnded || env.incoming.destroyed ? response : afterBody(response, env),
    );
  });
}

const isHttp1 = (env: HttpBindings | Http2Bindings): env is HttpBindings =>
  env.incoming instanceof IncomingMessage;

/** Resolves when the body has ended, when its connection closes, and at the limits. */
function discardBody(incoming: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let bytes = 0;
    const end = () => {
      clearTimeout(timer);
      incoming.pause();
      resolve();
    };
    const timer = setTimeout(end, DISCARDED.ms);
    // A reader that has stopped reading would pause the body again.
    incoming.removeAllListeners('data');
    incoming.on('data', (chunk: Buffer) => {
      bytes += chunk.byteLength;
      if (bytes > DISCARDED.bytes) end();
    });
    incoming.once('end', end).once('close', end);
    incoming.resume();
  });
}
