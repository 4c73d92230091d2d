import type { HostileRequest } from './hostile-request.ts';
import { ENVIRONMENT, type HostileSystem } from './hostile-system.ts';

const list = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

const segments = ({ projectId }: HostileSystem) => `/api/projects/${projectId}/segments`;
const flags = ({ projectId }: HostileSystem) => `/api/projects/${projectId}/flags`;
const configuration = (system: HostileSystem) => `${flags(system)}/costly-0/environments/${ENVIRONMENT}`;

type Path = HostileRequest['path'];
const post = (path: Path, body: string, status: number): HostileRequest => ({
  method: 'POST',
  path,
  as: 'editor',
  body,
  status,
});
const configure = (patch: object, status: number): HostileRequest => ({
  method: 'PATCH',
  path: configuration,
  as: 'editor',
  body: JSON.stringify(patch),
  status,
});
/** A configuration within all limits. */
const store = (patch: object): HostileRequest => ({ ...configure(patch, 200), once: true });
const get = (path: Path, status: number): HostileRequest => ({ method: 'GET', path, as: 'viewer', status });

const ruleOf = (priority: number, operator: string, values: readonly unknown[]) => ({
  priority,
  conditions: [{ conditionType: 'custom', attribute: 'a', operator, values }],
  serve: { variation: 'on' },
});

/** What holders of API tokens can send to a control plane, and what anyone can. */
export const CONTROL_PLANE_INPUTS: Readonly<Record<string, HostileRequest>> = {
  'a segment of 4 MiB of empty arrays': post(segments, `[${'[],'.repeat(1_398_000)}[]]`, 400),
  'a segment of 16 MB of empty arrays': post(segments, `[${'[],'.repeat(5_500_000)}[]]`, 413),
  'a segment of 17 MB': post(segments, `{"key":"s","name":"${'x'.repeat(17_000_000)}"}`, 413),
  'a segment with 100,001 members': post(
    segments,
    JSON.stringify({ key: 'much', name: 'M', included: list(100_001, (i) => `u${i}`) }),
    400,
  ),
  'a segment with 100,000 faults': post(
    segments,
    JSON.stringify({ key: 'bad', name: 'B', included: list(90_000, () => 1) }),
    400,
  ),
  'changes of 10,001 members': {
    ...post((system) => `${segments(system)}/any/members`, '', 400),
    method: 'PATCH',
    body: JSON.stringify({ included: { add: list(10_001, (i) => `u${i}`) } }),
  },
  'a flag of 10,000 levels': post(flags, `{"key":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, 400),
  'a flag of 1 MB of empty objects': post(flags, `{"key":[${'{},'.repeat(330_000)}{}]}`, 400),
  'a flag with a name of half a surrogate pair': post(
    flags,
    '{"key":"x","name":"\\ud800","type":"boolean"}',
    400,
  ),
  'a flag with 10,000 unknown members': post(
    flags,
    JSON.stringify({ key: 'x', ...Object.fromEntries(list(10_000, (i) => [`m${i}`, 1])) }),
    400,
  ),
  'a flag that names members of Object': post(flags, '{"__proto__":{"key":"x"},"constructor":1}', 400),
  'a flag with a number that is not exact': post(
    flags,
    '{"key":"x","defaultValue":12345678901234567890}',
    400,
  ),
  'a JSON Schema whose references double 40 times': post(
    flags,
    JSON.stringify({
      key: 'x',
      type: 'json',
      variations: [{ key: 'a', value: {} }],
      defaultValue: {},
      jsonSchema: {
        $ref: '#/$defs/d0',
        $defs: Object.fromEntries(
          list(41, (i) => {
            const next = { $ref: `#/$defs/d${i + 1}` };
            return [`d${i}`, i === 40 ? {} : { allOf: [next, next] }];
          }),
        ),
      },
    }),
    400,
  ),
  'a body without media type': { ...post(flags, '{}', 415), headers: { 'content-type': 'text/plain' } },
  'a body that says it is compressed': { ...post(flags, '{}', 415), headers: { 'content-encoding': 'gzip' } },
  'a pattern of a thousand repetitions': configure({ rules: [ruleOf(0, 'regex', ['\\pL{1000}'])] }, 400),
  'a hundred patterns of 935': configure(
    {
      rules: [
        ruleOf(
          0,
          'regex',
          list(100, () => '(a|b)?'.repeat(155)),
        ),
      ],
    },
    400,
  ),
  'a pattern nested 200 deep': store({
    rules: [ruleOf(0, 'regex', [`${'('.repeat(200)}a${'+)'.repeat(200)}`])],
  }),
  'a pattern nested 450 deep': configure(
    { rules: [ruleOf(0, 'regex', [`${'('.repeat(450)}a${')'.repeat(450)}`])] },
    400,
  ),
  '500 rules with 900 values': configure(
    {
      rules: list(500, (rule) =>
        ruleOf(
          rule,
          'in',
          list(900, (value) => `v${rule}-${value}`),
        ),
      ),
    },
    413,
  ),
  '500 rules with 500 values': store({
    rules: list(500, (rule) =>
      ruleOf(
        rule,
        'in',
        list(500, (value) => `${value}`),
      ),
    ),
  }),
  '100 conditions with 10,000 versions': configure(
    {
      rules: list(100, (rule) =>
        ruleOf(
          rule,
          'semver_eq',
          list(10_000, (value) => `1.${value}.0`),
        ),
      ),
    },
    413,
  ),
  '20 conditions with 10,000 versions': store({
    rules: list(20, (rule) =>
      ruleOf(
        rule,
        'semver_eq',
        list(10_000, (value) => `1.${value}.0`),
      ),
    ),
  }),
  'rules that are empty again': store({ rules: [] }),
  'a cursor of U+0000': get((system) => `${flags(system)}?after=%00`, 400),
  'a tag of U+0000': get((system) => `${flags(system)}?tag=%00`, 400),
  'a resource type of U+0000': get(() => '/api/audit?resourceType=%00', 400),
  'a cursor of 8,000 characters': get((system) => `${flags(system)}?after=${'a'.repeat(8_000)}`, 400),
  'a limit beyond the range of doubles': get((system) => `${flags(system)}?limit=1e999`, 400),
  'a project that is not UTF-8': get(() => '/api/projects/%ff%fe', 400),
  'an unknown token': {
    ...get(() => '/api/projects', 401),
    as: undefined,
    headers: { authorization: `Bearer sf_api_${'z'.repeat(43)}` },
  },
  'a request id of 10,000 characters': {
    ...get(() => '/api/me', 200),
    headers: { 'x-request-id': 'x'.repeat(10_000) },
  },
  'a position of 10,000 characters': {
    method: 'GET',
    path: () => '/relay/stream',
    as: 'serverKey',
    headers: { 'last-event-id': '9'.repeat(10_000) },
    status: 403,
  },
  '5,001 events': {
    method: 'POST',
    path: () => '/events',
    as: 'serverKey',
    body: `{"events":[${list(5_001, () => '{}').join(',')}]}`,
    status: 413,
  },
  '1 MiB of nested events': {
    method: 'POST',
    path: () => '/events',
    as: 'serverKey',
    body: `{"events":${'['.repeat(500_000)}${']'.repeat(500_000)}}`,
    status: 400,
  },
};
