import { versionOf } from '../../../shared/sync/position.ts';
import type { ReaderStateName } from '../../../shared/sync/reader/reader-states.ts';
import type { HeldEnvironment } from '../../core/state/edge-state.ts';
import type { Describe, MetricsSources, Sample } from './metrics-sources.ts';

/** Every state a stream from the upstream may be in, so that each has a series of its own. */
const STATES = {
  stopped: 'stopped',
  connecting: 'connecting',
  receiving: 'receiving',
  live: 'live',
  'backing off': 'backing_off',
  rejected: 'rejected',
} as const satisfies Record<ReaderStateName, string>;

/** Metrics of what the edge holds and of where it has it from. */
export function describeState({ gauge }: Describe, { state, now, feed }: MetricsSources): void {
  const environments = () => state.relay()?.snapshot.environments ?? [];
  const keyOf = (id: string) => environments().find((environment) => environment.id === id)?.key ?? id;
  const ofEach = (value: (held: HeldEnvironment) => number) => (): Sample[] =>
    environments().flatMap(({ id, key }): Sample[] => {
      const held = state.environment(id);
      return held === undefined ? [] : [[{ environment: key }, value(held)]];
    });
  const secondsSince = (moment: number) => Math.max(0, now() - moment) / 1000;

  gauge(
    'flags_age_seconds',
    'Time since the flags of an environment were last known to be current.',
    ['environment'],
    ofEach(({ currentAsOf }) => secondsSince(currentAsOf)),
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
  gauge('keys', 'Keys known to this edge, expired ones included.', [], () => [
    [{}, state.relay()?.ring.size ?? 0],
  ]);
  gauge('keys_age_seconds', 'Time since the keys were last known to be current.', [], () => {
    const relay = state.relay();
    return relay === undefined ? [] : [[{}, secondsSince(relay.currentAsOf)]];
  });
  gauge(
    'upstream_state',
    '1 for the state that a stream from the upstream is in, 0 for the others; the stream is "relay" or "flags".',
    ['stream', 'environment', 'state'],
    () =>
      feed.streams().flatMap((stream) => {
        const { environmentId: id } = stream;
        const about = { stream: id === null ? 'relay' : 'flags', environment: id === null ? '' : keyOf(id) };
        return Object.entries(STATES).map(
          ([name, label]): Sample => [{ ...about, state: label }, name === stream.state ? 1 : 0],
        );
      }),
  );
}
