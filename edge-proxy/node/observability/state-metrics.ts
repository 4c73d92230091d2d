import type { MetricsBuilder, Sample } from '../../../node-process/observability/metrics-builder.ts';
import type { RelayEnvironment } from '../../../shared/keys/sdk-key.ts';
import { versionOf } from '../../../shared/sync/position.ts';
import type { ReaderStateName } from '../../../shared/sync/reader/reader-states.ts';
import type { EdgeState, HeldEnvironment } from '../../core/state/edge-state.ts';
import type { MetricsSources } from './metrics-sources.ts';

/** Every state of a stream from the upstream: each is a series of its own. */
const STATES = {
  stopped: 'stopped',
  connecting: 'connecting',
  receiving: 'receiving',
  live: 'live',
  'backing off': 'backing_off',
  rejected: 'rejected',
} as const satisfies Record<ReaderStateName, string>;

/** Metrics of flags, keys and the streams from the upstream. */
export function addStateMetrics(builder: MetricsBuilder, sources: MetricsSources): void {
  addFlagMetrics(builder, sources);
  addKeyMetrics(builder, sources);
  addUpstreamMetrics(builder, sources);
}

function addFlagMetrics({ gauge }: MetricsBuilder, { state, now }: MetricsSources): void {
  const environments = () => environmentsIn(state);
  const ofEach = (value: (held: HeldEnvironment) => number) => (): Sample[] =>
    environments().flatMap(({ id, key }): Sample[] => {
      const held = state.environment(id);
      return held === undefined ? [] : [[{ environment: key }, value(held)]];
    });
  gauge(
    'flags_age_seconds',
    'Time since the flags of an environment were last known to be current.',
    ['environment'],
    ofEach(({ currentAsOf }) => secondsBetween(currentAsOf, now())),
  );
  gauge(
    'flags_version',
    'Version of the flags that an environment is served from.',
    ['environment'],
    ofEach(({ position }) => versionOf(position)),
  );
  gauge(
    'flags',
    'Flags that an environment has.',
    ['environment'],
    ofEach(({ set }) => set.flags.size),
  );
  gauge('environments_without_flags', 'Environments whose flags have not arrived.', [], () => [
    [{}, environments().filter(({ id }) => state.environment(id) === undefined).length],
  ]);
}

function addKeyMetrics({ gauge }: MetricsBuilder, { state, now }: MetricsSources): void {
  gauge('keys', 'Keys known to this edge, expired ones included.', [], () => [
    [{}, state.relay()?.ring.size ?? 0],
  ]);
  gauge('keys_age_seconds', 'Time since the keys were last known to be current.', [], () => {
    const relay = state.relay();
    return relay === undefined ? [] : [[{}, secondsBetween(relay.currentAsOf, now())]];
  });
}

function addUpstreamMetrics({ gauge }: MetricsBuilder, { state, feed }: MetricsSources): void {
  const keyOf = (id: string) => environmentsIn(state).find((environment) => environment.id === id)?.key ?? id;
  gauge(
    'upstream_state',
    '1 for the state that a stream from the upstream is in, 0 for the others; the stream is "relay" or "flags".',
    ['stream', 'environment', 'state'],
    () =>
      feed.streams().flatMap(({ environmentId: id, state: current }) => {
        const labels = { stream: id === null ? 'relay' : 'flags', environment: id === null ? '' : keyOf(id) };
        return Object.entries(STATES).map(
          ([name, label]): Sample => [{ ...labels, state: label }, name === current ? 1 : 0],
        );
      }),
  );
}

function environmentsIn(state: EdgeState): readonly RelayEnvironment[] {
  return state.relay()?.snapshot.environments ?? [];
}

function secondsBetween(earlier: number, later: number): number {
  return Math.max(0, later - earlier) / 1000;
}
