import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { openPlainStreamSink, openStreamSink } from '../../../node-process/stream-sink.ts';
import { refuseStream } from '../../core/http/guard/stream-limit.ts';
import type { StreamPort } from '../../core/http/streams/stream-port.ts';
import { type Failure, flagsNotReady } from '../../core/model/failure.ts';
import type { FlagSource } from '../../core/model/flag-source.ts';
import type { Credential } from '../../core/model/key-ring.ts';
import type { EdgeStreams } from '../../core/state/streams/edge-streams.ts';

/** The environment of Hono's contexts on Node. */
export interface NodeEnv {
  Bindings: HttpBindings;
}

export interface NodeStreamDeps {
  readonly streams: EdgeStreams;
  readonly source: Pick<FlagSource, 'environment'>;
  readonly maxStreamsPerKey: number;
}

/** A reader of the flags of one environment, or of environments and keys. */
interface StreamReader {
  readonly credential: Credential;
  readonly environmentId?: string;
}

/** Streams on Node: bytes are written directly to the outgoing response. */
export function createNodeStreamPort(deps: NodeStreamDeps): StreamPort<NodeEnv> {
  const { streams, source, maxStreamsPerKey } = deps;

  function open({ credential, environmentId }: StreamReader, serve: () => void): Response | Failure {
    if (environmentId !== undefined && source.environment(environmentId) === undefined)
      return flagsNotReady();
    const refusal = refuseStream(streams.openedBy(credential.hash), maxStreamsPerKey);
    if (refusal !== undefined) return refusal;
    serve();
    return RESPONSE_ALREADY_SENT;
  }

  return {
    flags: ({ env }, reader) =>
      open(reader, () => streams.flags(openStreamSink(env.incoming, env.outgoing), reader)),
    relay: ({ env }, reader) =>
      open(reader, () => streams.relay(openStreamSink(env.incoming, env.outgoing), reader)),
    notices: ({ env }, reader, headers) =>
      open(reader, () => streams.notices(openPlainStreamSink(env.outgoing, headers), reader)),
  };
}
