import type { Logger } from '../../../shared/logging/logger.ts';
import type { Position } from '../../../shared/sync/wire.ts';
import type { StreamPort } from '../../core/http/streams/stream-port.ts';
import type { Answer } from '../../core/model/answer.ts';
import { type Failure, flagsNotReady } from '../../core/model/failure.ts';
import { fromObjectResponse, type StreamRequest, toObjectRequest } from '../rpc.ts';
import { environmentStub, relayStub, type WorkerEnv } from '../runtime/worker-env.ts';

/** Streams on Workers: the objects serve them, and an isolate forwards the bytes. */
export function createWorkerStreamPort(
  relayPosition: () => Position,
  logger: Logger,
): StreamPort<{ Bindings: WorkerEnv }> {
  async function open(
    stub: Pick<Fetcher, 'fetch'>,
    reader: Omit<StreamRequest, 'relayPosition'>,
    signal: AbortSignal,
  ): Promise<Response | Failure> {
    const request = toObjectRequest({ ...reader, relayPosition: relayPosition() }, signal);
    try {
      return await fromObjectResponse(await stub.fetch(request));
    } catch (error) {
      logger.warn('opening a stream failed', { error });
      return flagsNotReady();
    }
  }

  return {
    flags: ({ env, req }, { environmentId, ...reader }) =>
      open(environmentStub(env, environmentId), reader, req.raw.signal),
    relay: ({ env, req }, reader) => open(relayStub(env), reader, req.raw.signal),
    async notices({ env, req }, { environmentId, expiresAt, ...reader }, headers) {
      const notices = { ...reader, noticesUntil: expiresAt };
      const opened = await open(environmentStub(env, environmentId), notices, req.raw.signal);
      return 'code' in opened ? opened : withHeaders(opened, headers);
    },
  };
}

function withHeaders(response: Response, headers: Answer['headers']): Response {
  const changed = new Response(response.body, response);
  for (const [name, value] of Object.entries(headers)) changed.headers.append(name, value);
  return changed;
}
