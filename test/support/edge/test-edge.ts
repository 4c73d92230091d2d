import { createAuthorizer } from '../../../edge-proxy/core/api/authorizer.ts';
import { createForwardEvents } from '../../../edge-proxy/core/api/events/forward-events.ts';
import { createEdgeApp, type EdgeApp } from '../../../edge-proxy/core/http/app.ts';
import type { GuardSettings } from '../../../edge-proxy/core/http/guard/guard-settings.ts';
import { refuseStream } from '../../../edge-proxy/core/http/guard/stream-limit.ts';
import { toResponse } from '../../../edge-proxy/core/http/responses/to-response.ts';
import type { Answer } from '../../../edge-proxy/core/model/answer.ts';
import { type Failure, flagsNotReady } from '../../../edge-proxy/core/model/failure.ts';
import type { FlagSource, ServedEnvironment } from '../../../edge-proxy/core/model/flag-source.ts';
import { createKeyRing, type KeyRing } from '../../../edge-proxy/core/model/key-ring.ts';
import type { Evaluation } from '../../../edge-proxy/core/model/ports.ts';
import type { AwaitFlags } from '../../../edge-proxy/core/state/await-flags.ts';
import { createKeyResolver } from '../../../edge-proxy/core/state/keys/key-resolver.ts';
import { sha256Hex } from '../../../edge-proxy/core/state/keys/sha256.ts';
import type { EdgeMetrics } from '../../../edge-proxy/core/state/metrics/edge-metrics.ts';
import { compileFlagSet } from '../../../shared/evaluation/index.ts';
import type { SdkKeyKind, SdkKeyRecord } from '../../../shared/keys/sdk-key.ts';
import { silentLogger } from '../../../shared/logging/logger.ts';
import type { Flag } from '../../../shared/model/flag-set.ts';
import { flagSet } from '../flags.ts';

export const OWN = '11111111-1111-4111-8111-111111111111';
export const OTHER = '22222222-2222-4222-8222-222222222222';
export const STREAM_SECRET = 's'.repeat(64);
export const NOW = Date.parse('2026-03-01T12:00:00Z');

const PREFIX = { client: 'sf_cli_', server: 'sf_srv_', relay: 'sf_rly_' } as const;

/** A key as an application presents it. */
export function secretOf(kind: SdkKeyKind, name: string): string {
  return `${PREFIX[kind]}${name.padEnd(43, '0')}`;
}

export async function keyRecord(
  kind: SdkKeyKind,
  name: string,
  environmentIds: readonly string[],
  expiresAt: string | null = null,
): Promise<SdkKeyRecord> {
  return {
    id: `${kind}-${name}`,
    kind,
    hash: await sha256Hex(secretOf(kind, name)),
    environmentIds,
    expiresAt,
  };
}

/** An edge's HTTP surface over state that a test sets as it likes. */
export interface TestEdge extends EdgeApp<object> {
  state: {
    ring: KeyRing | undefined;
    environments: Map<string, ServedEnvironment>;
    now: number;
    /** `undefined`: no notice streams. */
    streamSecret: string | undefined;
    /** Of an environment; those without allow every origin. */
    readonly allowedOrigins: Map<string, readonly string[]>;
    /** The address at the other end of every connection. */
    peer: string | undefined;
    /** Whether each key has as many streams open as it may have. */
    refuseStreams: boolean;
    /** Called where a request waits for flags. */
    awaitFlags: AwaitFlags;
  };
  readonly evaluations: Evaluation[];
  readonly delivered: number[];
  /** Streams that were opened, as `path kind environment`. */
  readonly streams: string[];
  setFlags(environmentId: string, flags: readonly Flag[]): void;
  post(key: string | undefined, body: string | Uint8Array): Promise<TestAnswer>;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: unknown;
}

export function createTestEdge(
  records: readonly SdkKeyRecord[],
  flags: readonly Flag[],
  guard?: GuardSettings,
  metrics?: EdgeMetrics,
): TestEdge {
  const state: TestEdge['state'] = {
    ring: createKeyRing(records),
    environments: new Map(),
    now: NOW,
    streamSecret: STREAM_SECRET,
    allowedOrigins: new Map(),
    peer: undefined,
    refuseStreams: false,
    awaitFlags: async () => {},
  };
  const evaluations: Evaluation[] = [];
  const delivered: number[] = [];
  const streams: string[] = [];
  const source: FlagSource = {
    keys: () => state.ring,
    environment: (id) => state.environments.get(id),
    streamSecret: () => state.streamSecret,
    allowedOrigins: (id) => state.allowedOrigins.get(id),
  };
  const opened = (stream: string, id?: string, headers: Answer['headers'] = {}): Response | Failure => {
    if (id !== undefined && !state.environments.has(id)) return flagsNotReady();
    const refusal = refuseStream(1, state.refuseStreams ? 1 : 2);
    if (refusal !== undefined) return refusal;
    streams.push(stream);
    return new Response(null, { status: 200, headers });
  };
  const edge = createEdgeApp<object>({
    source,
    ...(guard === undefined ? {} : { guard }),
    ...(metrics === undefined ? {} : { metrics }),
    peerOf: () => state.peer,
    readiness: () => ({ keysKnown: state.ring !== undefined, environments: [] }),
    recorder: {
      recorded: (evaluation) => evaluations.push(evaluation),
      delivered: (_, count) => delivered.push(count),
    },
    forwardEvents: createForwardEvents({
      transport: { send: async () => ({ kind: 'accepted', rejected: [] }) },
      privateAttributesOf: () => [],
      now: () => state.now,
    }),
    streams: {
      flags: (_, { credential: { kind }, environmentId }) =>
        opened(`/stream ${kind} ${environmentId}`, environmentId),
      relay: (_, { credential: { kind } }) => opened(`/relay/stream ${kind}`),
      notices: (_, { credential: { kind }, environmentId }, headers) =>
        opened(`/ofrep/v1/stream ${kind} ${environmentId}`, environmentId, headers),
    },
    awaitFlags: (id, isFresh) => state.awaitFlags(id, isFresh),
    authorizer: createAuthorizer(source, createKeyResolver(sha256Hex), () => state.now),
    toGzipResponse: toResponse,
    random: () => 0.5,
    now: () => state.now,
    logger: silentLogger,
  });
  const setFlags = (id: string, flagsNow: readonly Flag[]) => {
    const set = compileFlagSet(flagSet(flagsNow, [], id));
    state.environments.set(id, { id, set, position: '7-abcd', committedAt: NOW - 60_000, currentAsOf: NOW });
  };
  setFlags(OWN, flags);
  setFlags(OTHER, []);

  async function post(key: string | undefined, body: string | Uint8Array): Promise<TestAnswer> {
    const headers = key === undefined ? undefined : { authorization: `Bearer ${key}` };
    const response = await edge.app.request('/evaluate', {
      method: 'POST',
      body: typeof body === 'string' ? body : new Blob([Uint8Array.from(body)]),
      ...(headers === undefined ? {} : { headers }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
  }

  return { ...edge, state, evaluations, delivered, streams, setFlags, post };
}
