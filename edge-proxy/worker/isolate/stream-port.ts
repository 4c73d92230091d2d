import type { Position } from '../../../shared/sync/wire.ts';
import type { StreamPort } from '../../core/http/streams/stream-port.ts';
import { environmentStub, relayStub, type WorkerEnv } from '../runtime/worker-env.ts';
import { toObjectRequest } from '../stream-request.ts';

/** Streams on Workers: served by the objects, an isolate only passes them on. */
export function createStreamPort(relayPosition: () => Position): StreamPort<{ Bindings: WorkerEnv }> {
  return {
    flags: ({ env, req }, { environmentId, ...reader }) =>
      environmentStub(env, environmentId).fetch(
        toObjectRequest({ ...reader, relayPosition: relayPosition() }, req.raw.signal),
      ),
    notices: ({ env, req }, { environmentId, expiresAt, ...reader }) =>
      environmentStub(env, environmentId).fetch(
        toObjectRequest(
          { ...reader, relayPosition: relayPosition(), noticesUntil: expiresAt },
          req.raw.signal,
        ),
      ),
    relay: ({ env, req }, reader) =>
      relayStub(env).fetch(toObjectRequest({ ...reader, relayPosition: relayPosition() }, req.raw.signal)),
  };
}
