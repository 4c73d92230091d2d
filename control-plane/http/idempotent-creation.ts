import { createHash } from 'node:crypto';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import type { IdempotencyKeys, IdempotentAttempt, Reservation } from '../model/idempotency.ts';
import { LIMITS } from '../model/limits.ts';
import { invalidRequest, RequestError } from '../model/request-error.ts';
import type { AppEnv } from './app-env.ts';
import { limitBody } from './limit-body.ts';
import { matchedRoute } from './matched-route.ts';

interface IdempotentCreationDeps {
  readonly idempotencyKeys: IdempotencyKeys;
  readonly randomUuid: () => string;
}

/** Header of an answer that an earlier request with the same key was given. */
const REPLAYED_HEADER = 'idempotency-replayed';
/** Member of a route definition whose answer shows a secret. The answer is not kept. */
const SHOWS_SECRET = 'x-shows-secret';

/** Whether a route creates something: a POST that may answer 201. */
export const isCreating = (method: string, responses: object) =>
  method.toUpperCase() === 'POST' && '201' in responses;

/**
 * Carries out a creating request with an `Idempotency-Key` once: the same request again gets the same answer for 24
 * hours. It follows draft-ietf-httpapi-idempotency-key-header; the value is compared as it is, with its quotes. Must
 * stand behind the guard, which sets the caller and bounds the body.
 */
export function idempotentCreation(
  api: OpenAPIHono<AppEnv>,
  deps: IdempotentCreationDeps,
): MiddlewareHandler<AppEnv> {
  const showsSecret = new Map<string, boolean>();
  for (const definition of api.openAPIRegistry.definitions) {
    if (definition.type !== 'route') continue;
    const { method, path, responses } = definition.route;
    if (!isCreating(method, responses)) continue;
    showsSecret.set(`POST ${path.replaceAll(/{(.+?)}/g, ':$1')}`, SHOWS_SECRET in definition.route);
  }
  return async (c, next) => {
    const route = matchedRoute(c);
    const isSecret = route && showsSecret.get(`${route.method} ${route.path}`);
    const key = c.req.header('idempotency-key');
    if (isSecret === undefined || key === undefined) return next();
    assertKeySyntax(key);
    const caller = c.get('caller');
    const attempt = { userId: caller.userId, key, attemptId: deps.randomUuid() };
    const reservation = await deps.idempotencyKeys.reserve(attempt, await requestHash(c));
    if (reservation.state !== 'reserved') return answerAgain(reservation);
    c.set('caller', { ...caller, attempt });
    try {
      await next();
    } finally {
      // If it fails, the answer is not kept, or the key is free again in a minute. The answer itself is valid.
      await settle(c, deps.idempotencyKeys, attempt, isSecret).catch(() => {});
    }
    return undefined;
  };
}

function assertKeySyntax(key: string): void {
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return;
  const message = 'must be 1 to 255 visible ASCII characters without spaces';
  throw invalidRequest([{ path: 'Idempotency-Key', message }]);
}

async function requestHash(c: Context<AppEnv>): Promise<string> {
  let body = '';
  const tooLarge = () => {
    throw new RequestError('PAYLOAD_TOO_LARGE', 'This request takes no body.');
  };
  // A route without a body has no bound of its own. Other bodies are read already.
  await limitBody(c, { maxBytes: LIMITS.configurationBody, tooLarge }, async () => {
    body = await c.req.text();
  });
  return createHash('sha256').update(`${c.req.method} ${c.req.path}\n${body}`).digest('hex');
}

function answerAgain(reservation: Exclude<Reservation, { readonly state: 'reserved' }>): Response {
  if (reservation.state === 'otherRequest') {
    throw new RequestError(
      'IDEMPOTENCY_KEY_REUSED',
      'This Idempotency-Key was sent with another request (method, path or body). Use a new key for each request.',
    );
  }
  if (reservation.state === 'running') {
    const { retryAfterSeconds } = reservation;
    throw new RequestError(
      'IDEMPOTENCY_KEY_IN_USE',
      'The first request with this Idempotency-Key is not finished. Send the same request again later.',
      { retryAfterSeconds },
    );
  }
  const { answer, resourceId } = reservation;
  if (answer !== null) {
    const headers = new Headers({ 'content-type': 'application/json', [REPLAYED_HEADER]: 'true' });
    if (answer.etag !== null) headers.set('etag', answer.etag);
    return new Response(answer.body, { status: answer.status, headers });
  }
  const created = resourceId === null ? 'it' : `the resource ${resourceId}`;
  throw new RequestError(
    'ALREADY_CREATED',
    `The first request with this Idempotency-Key has created ${created}. Its answer is not kept.`,
    resourceId === null ? {} : { resourceId },
  );
}

/** The attempt is committed if its change was. Then its answer is kept, else the key is free again. */
async function settle(
  c: Context<AppEnv>,
  keys: IdempotencyKeys,
  attempt: IdempotentAttempt,
  isSecret: boolean,
): Promise<void> {
  if (c.error !== undefined || !c.res.ok) return keys.release(attempt);
  const text = await c.res.clone().text();
  const isKept = !isSecret && text.length <= LIMITS.idempotentAnswer;
  const answer = { status: c.res.status, body: isKept ? text : null, etag: c.res.headers.get('etag') };
  await keys.complete(attempt, answer, idIn(text));
  return keys.release(attempt);
}

function idIn(text: string): string | null {
  const body: unknown = JSON.parse(text);
  return typeof body === 'object' && body !== null && 'id' in body && typeof body.id === 'string'
    ? body.id
    : null;
}
