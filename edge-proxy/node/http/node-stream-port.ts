import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import { createNodeResponseSink } from '../../../shared/streaming/node-response-sink.ts';
import type { StreamSink } from '../../../shared/streaming/sink.ts';
import { STREAM_HEADERS } from '../../../shared/streaming/stream-headers.ts';
import { refuseStream } from '../../core/http/guard/stream-limit.ts';
import type { StreamPort } from '../../core/http/streams/stream-port.ts';
import type { Answer } from '../../core/model/answer.ts';
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
    flags: (context, reader) => open(reader, () => streams.flags(openSink(context), reader)),
    relay: (context, reader) => open(reader, () => streams.relay(openSink(context), reader)),
    notices: (context, reader, headers) =>
      open(reader, () => streams.notices(openSink(context, headers), reader)),
  };
}

/** @param headers besides those of every stream */
function openSink({ env }: Context<NodeEnv>, headers?: Answer['headers']): StreamSink {
  const { outgoing } = env;
  outgoing.writeHead(200, { ...STREAM_HEADERS, ...headers });
  outgoing.flushHeaders();
  return createNodeResponseSink(outgoing);
}
