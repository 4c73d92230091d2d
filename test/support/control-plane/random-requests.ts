import fc from 'fast-check';
import type { ManagementSchemas } from '../../../shared/management-client/outcome.ts';

/** A request to the management API below the path of a project. */
export interface ProjectRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

const flagKey = fc.constantFrom('a', 'b', 'c');
const segmentKey = fc.constantFrom('s', 't');
const environmentKey = fc.constantFrom('production', 'staging');
const text = fc.constantFrom('', 'x', 'y');
const members = fc.uniqueArray(fc.constantFrom('u-1', 'u-2', 'u-3', 'u-4'));

const condition = fc.oneof(
  fc.record({
    conditionType: fc.constant('custom' as const),
    attribute: fc.constantFrom('plan', 'country'),
    operator: fc.constant('in'),
    values: fc.constantFrom(['x'], ['x', 'y']),
  }),
  fc.record({
    conditionType: fc.constant('segment' as const),
    operator: fc.constant('in'),
    values: fc.constantFrom(['s'], ['t'], ['t', 's']),
  }),
);
const serve = fc.oneof(
  fc.constantFrom({ variation: 'on' }, { variation: 'off' }),
  fc.nat(100_000).map((weight) => ({
    rollout: {
      variations: [
        { variation: 'on', weight },
        { variation: 'off', weight: 100_000 - weight },
      ],
    },
  })),
);
const rules = fc
  .array(fc.record({ description: text, conditions: fc.array(condition, { maxLength: 2 }), serve }), {
    maxLength: 3,
  })
  .map((given) => given.map((rule, priority) => ({ ...rule, priority })));
const configuration = fc.record(
  {
    enabled: fc.boolean(),
    defaultValue: fc.constantFrom(true, false, null),
    rules,
    prerequisites: flagKey.map((key) => [{ flagKey: key, variations: ['on', 'off'] }]),
    variations: fc.constantFrom(
      [
        { key: 'on', value: true },
        { key: 'off', value: false },
      ],
      [
        { key: 'off', value: false, name: 'Off' },
        { key: 'on', value: true },
        { key: 'dark', value: true },
      ],
    ),
  },
  { requiredKeys: [] },
);
const fields = fc.record(
  {
    name: fc.constantFrom('A', 'B'),
    description: text,
    tags: fc.constantFrom([], ['t-1'], ['t-1', 't-2']),
    owner: fc.constantFrom(null, 'ada', 'team-a'),
    clientSide: fc.boolean(),
    metadata: fc.constantFrom({}, { owner: 'x' }, { owner: 'y', ticket: 7 }),
  },
  { requiredKeys: [] },
);
const segment = fc.record(
  {
    name: fc.constantFrom('A', 'B'),
    included: members,
    excluded: members,
    rules: fc.array(fc.record({ conditions: fc.array(condition, { minLength: 1, maxLength: 2 }) }), {
      maxLength: 2,
    }),
  },
  { requiredKeys: [] },
);

const request = (method: string, path: string, body?: unknown): ProjectRequest =>
  body === undefined ? { method, path } : { method, path, body };

/** Requests that change a project with few flags and segments. Some are refused: what they name may not exist. */
export const projectRequest: fc.Arbitrary<ProjectRequest> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(flagKey, fields)
      .map(([key, more]) => request('POST', '/flags', { key, type: 'boolean', ...more })),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(flagKey, fields).map(([key, patch]) => request('PATCH', `/flags/${key}`, patch)),
  },
  {
    weight: 6,
    arbitrary: fc
      .tuple(flagKey, environmentKey, configuration)
      .map(([key, environment, patch]) =>
        request('PATCH', `/flags/${key}/environments/${environment}`, patch),
      ),
  },
  { weight: 1, arbitrary: flagKey.map((key) => request('POST', `/flags/${key}/archive`, {})) },
  { weight: 1, arbitrary: flagKey.map((key) => request('POST', `/flags/${key}/restore`, {})) },
  { weight: 1, arbitrary: flagKey.map((key) => request('DELETE', `/flags/${key}`)) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(segmentKey, segment)
      .map(([key, more]) => request('POST', '/segments', { key, ...more })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(segmentKey, segment)
      .map(([key, patch]) => request('PATCH', `/segments/${key}`, patch)),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(segmentKey, members, members).map(([key, add, remove]) =>
      request('PATCH', `/segments/${key}/members`, {
        included: { add, remove: remove.filter((each) => !add.includes(each)) },
      }),
    ),
  },
  { weight: 1, arbitrary: segmentKey.map((key) => request('DELETE', `/segments/${key}`)) },
  { weight: 1, arbitrary: fc.constant(request('DELETE', '/environments/staging')) },
  {
    weight: 2,
    arbitrary: fc.constant(request('POST', '/environments', { key: 'staging', name: 'Staging' })),
  },
);

const target = fc.record({ flagKey, environmentKey });

/** Operations of change sets on the same flags and segments. */
export const projectOperation: fc.Arbitrary<ManagementSchemas['Operation']> = fc.oneof(
  fc
    .tuple(target, configuration)
    .map(([on, patch]) => ({ kind: 'configuration.update' as const, ...on, patch })),
  fc.tuple(flagKey, fields).map(([key, patch]) => ({ kind: 'flag.update' as const, flagKey: key, patch })),
  fc
    .tuple(fc.constantFrom('flag.archive', 'flag.restore', 'flag.delete'), flagKey)
    .map(([kind, key]) => ({ kind, flagKey: key })),
  fc.tuple(flagKey, fields).map(([key, more]) => ({
    kind: 'flag.create' as const,
    flag: { key, type: 'boolean' as const, ...more },
  })),
  fc
    .tuple(segmentKey, segment)
    .map(([key, patch]) => ({ kind: 'segment.update' as const, segmentKey: key, patch })),
  fc
    .tuple(segmentKey, segment)
    .map(([key, more]) => ({ kind: 'segment.create' as const, segment: { key, ...more } })),
  segmentKey.map((key) => ({ kind: 'segment.delete' as const, segmentKey: key })),
  fc.tuple(target, rules).map(([on, [first]]) => ({
    kind: 'rule.add' as const,
    ...on,
    rule: { ...(first ?? { conditions: [], serve: { variation: 'on' } }), priority: 500 },
  })),
);
