import { renderFailure } from '../../api/evaluate/render-failure.ts';
import { renderOfrepFailure } from '../../api/ofrep/render-ofrep-failure.ts';
import type { Answer, Reply } from '../../model/answer.ts';
import type { RouteFormat } from '../../model/routes.ts';
import { withCors } from './cors.ts';

/**
 * Turns a reply into the answer that is sent: the one place in which failures get the format of the route's protocol,
 * and answers their CORS headers.
 *
 * @param origin of the page that sends the request; `undefined`: no page
 */
export function finishReply(
  reply: Reply,
  { protocol, forPages }: RouteFormat,
  path: string,
  origin: string | undefined,
): Answer {
  if (!('code' in reply)) return origin === undefined ? reply : withCors(reply, origin, forPages, undefined);
  const answer = protocol === 'ofrep' ? renderOfrepFailure(reply, path) : renderFailure(reply);
  return origin === undefined ? answer : withCors(answer, origin, forPages, reply.readableByPages);
}
