import type { Finding } from './finding.ts';
import { isTestCode } from './import-rules.ts';
import { importsOf, type SourceFile } from './imports.ts';

/** A folder with all below it that has no layer of its own, or single files of a part, above its folders. */
export interface Layer {
  /** What it contains, in a few words, for docs/architecture.md. */
  readonly is: string;
  /** Layers of the same part that its files may import from, beside itself. */
  readonly mayImport: readonly string[];
}

/** The layers of one part by their folder or file below it, the lowest first; `.` is the part's own folder. */
export type Layers = Readonly<Record<string, Layer>>;

/**
 * Which layer may import which inside the parts. A layer names only layers that precede it, so there are no cycles. The
 * table in docs/architecture.md is generated from this one.
 */
export const LAYERS: Readonly<Record<string, Layers>> = {
  shared: {
    model: { is: 'flag sets, contexts, resolutions, JSON, UUIDs, the clock', mayImport: [] },
    logging: { is: 'the logger as an interface', mayImport: [] },
    config: { is: 'environment variables: kinds, defaults, faults', mayImport: ['logging'] },
    retry: { is: 'backoff, `Retry-After`', mayImport: [] },
    http: { is: 'request headers', mayImport: [] },
    keys: { is: 'SDK keys, origins', mayImport: ['model'] },
    'evaluation/regex': { is: 'regular expressions: their size, how they are matched', mayImport: [] },
    'evaluation/operators': {
      is: 'how values are compared: texts, dates, versions, IP ranges',
      mayImport: ['model', 'evaluation/regex'],
    },
    'evaluation/check': {
      is: 'what the evaluator does not understand in a flag or a segment',
      mayImport: ['model', 'evaluation/regex', 'evaluation/operators'],
    },
    'evaluation/decide': {
      is: 'compiled flags and how they decide: rules, segments, rollouts',
      mayImport: ['model', 'evaluation/regex', 'evaluation/operators', 'evaluation/check'],
    },
    'evaluation/compile': {
      is: 'compiles flag sets and applies changes to them',
      mayImport: [
        'model',
        'evaluation/regex',
        'evaluation/operators',
        'evaluation/check',
        'evaluation/decide',
      ],
    },
    evaluation: {
      is: 'the evaluator: [evaluation.md](evaluation.md)',
      mayImport: [
        'model',
        'evaluation/regex',
        'evaluation/operators',
        'evaluation/check',
        'evaluation/decide',
        'evaluation/compile',
      ],
    },
    'evaluation/vectors': { is: 'the rules of the evaluator as test cases', mayImport: ['model'] },
    sync: {
      is: 'the sync protocol: positions, replicas, server-sent events: [protocol.md](protocol.md)',
      mayImport: ['model'],
    },
    'sync/reader': {
      is: 'the state machine that reads a stream, and its connection',
      mayImport: ['model', 'keys', 'retry', 'sync'],
    },
    'sync/writer': { is: 'the state machine that writes a stream to one reader', mayImport: ['sync'] },
    streaming: {
      is: 'many readers of one stream, each with a bounded queue',
      mayImport: ['model', 'keys', 'sync', 'sync/writer'],
    },
    events: { is: 'evaluation events: [events.md](events.md)', mayImport: ['model'] },
  },
  'control-plane': {
    model: { is: 'configurations, credentials, request errors, limits, ports', mayImport: [] },
    http: { is: 'authentication, request bodies, problem details', mayImport: ['model'] },
    'store/database': { is: 'connections, transactions, migrations', mayImport: [] },
    'store/changes': { is: 'locks, versions, the audit log', mayImport: ['model', 'store/database'] },
    'store/access': {
      is: 'users, API tokens, SDK keys',
      mayImport: ['model', 'store/database'],
    },
    'store/projects': {
      is: 'projects, environments',
      mayImport: ['model', 'store/database'],
    },
    'store/segments': {
      is: 'segments, references to them',
      mayImport: ['model', 'store/database', 'store/changes'],
    },
    'store/flags': {
      is: 'flags, their configurations, prerequisites',
      mayImport: ['model', 'store/database', 'store/changes', 'store/segments'],
    },
    'store/change-sets': {
      is: 'drafts, and the history of a project',
      mayImport: ['model', 'store/database', 'store/changes', 'store/access'],
    },
    'store/flag-set': {
      is: 'the flag set of an environment, whole or since a version',
      mayImport: ['store/database', 'store/segments', 'store/flags'],
    },
    'store/events': { is: 'evaluation events, partitions, roll-ups', mayImport: ['store/database'] },
    'store/audit': { is: 'the chains of the audit log', mayImport: ['store/database'] },
    'store/readers': { is: 'readers of streams', mayImport: ['store/database'] },
    'store/purge': { is: 'deletes old data', mayImport: ['store/database', 'store/events'] },
    messaging: { is: 'all of ioredis: the event stream, hints', mayImport: ['model'] },
    events: { is: 'ingestion, and the worker that stores', mayImport: ['model', 'store/events'] },
    streaming: {
      is: 'hubs, the sweep, readers',
      mayImport: ['model', 'store/access', 'store/flag-set', 'store/readers'],
    },
    observability: {
      is: 'metrics, traces',
      mayImport: ['model', 'store/database', 'messaging', 'events', 'streaming'],
    },
    'domain/change': {
      is: 'one change: its transaction, locks, audit entries and hints',
      mayImport: ['model', 'store/database', 'store/changes', 'store/projects', 'store/flags'],
    },
    'domain/configuration': { is: 'validation of configurations and segments, pure', mayImport: ['model'] },
    'domain/change-set': {
      is: 'change sets: operations on the state of a project, diffs, merges; pure',
      mayImport: ['model', 'domain/configuration'],
    },
    'domain/history': {
      is: 'the state of a project at any entry of its history',
      mayImport: ['model', 'store/database', 'store/change-sets', 'domain/change-set'],
    },
    'domain/apply': {
      is: 'applies change sets: the only writer of flags, configurations and segments',
      mayImport: [
        'model',
        'store/database',
        'store/changes',
        'store/projects',
        'store/segments',
        'store/flags',
        'store/change-sets',
        'domain/change',
        'domain/configuration',
        'domain/change-set',
      ],
    },
    'domain/audit': { is: 'verifies the audit log', mayImport: ['store/database', 'store/audit'] },
    'domain/evaluation': {
      is: 'flag sets made of states, for explanations; pure',
      mayImport: ['model', 'domain/change-set'],
    },
    domain: {
      is: 'what a change means, and what it must not break',
      mayImport: [
        'model',
        'store/database',
        'store/changes',
        'store/access',
        'store/readers',
        'store/projects',
        'store/segments',
        'store/flags',
        'store/change-sets',
        'domain/change',
        'domain/configuration',
        'domain/change-set',
        'domain/history',
        'domain/evaluation',
        'domain/apply',
      ],
    },
    'domain/drafts': {
      is: 'change sets as people fill them in, review, apply and revert them',
      mayImport: [
        'model',
        'store/database',
        'store/projects',
        'store/change-sets',
        'domain/change',
        'domain/change-set',
        'domain/apply',
        'domain',
      ],
    },
    'domain/documents': {
      is: 'what is configured in a project as one document, and what a document would change',
      mayImport: [
        'model',
        'store/database',
        'store/projects',
        'store/segments',
        'store/flags',
        'domain/change',
        'domain/change-set',
        'domain/apply',
        'domain/drafts',
      ],
    },
    'routes/management/schemas': { is: 'the shapes of the management API', mayImport: ['model'] },
    'routes/management': {
      is: 'the management API, one file a resource',
      mayImport: [
        'model',
        'http',
        'domain/change',
        'domain',
        'domain/drafts',
        'domain/documents',
        'routes/management/schemas',
      ],
    },
    routes: { is: 'streams, events, health', mayImport: ['model', 'http', 'events', 'streaming'] },
    '.': {
      is: 'composition and the entry point',
      mayImport: [
        'model',
        'http',
        'store/database',
        'store/access',
        'store/readers',
        'store/flag-set',
        'store/events',
        'store/purge',
        'messaging',
        'events',
        'streaming',
        'observability',
        'domain/audit',
        'domain/change',
        'domain/drafts',
        'domain',
        'routes/management',
        'routes',
      ],
    },
  },
  'edge-proxy/core': {
    model: { is: 'answers, failures, credentials, what is served, ports', mayImport: [] },
    state: { is: 'flags and keys in memory', mayImport: ['model'] },
    'state/events': { is: 'recording, buffering and sending of events', mayImport: ['model'] },
    'state/keys': { is: 'looking up keys by their hash, allowed origins', mayImport: ['model'] },
    'state/metrics': { is: 'counters', mayImport: ['model', 'state'] },
    'state/persistence': { is: 'stored state: files, or any other store', mayImport: ['model', 'state'] },
    'state/streams': {
      is: 'readers of flags, keys and change notices',
      mayImport: ['model', 'state', 'state/keys'],
    },
    'state/upstream': { is: 'following the upstream', mayImport: ['model', 'state'] },
    api: { is: 'authorization, health', mayImport: ['model', 'state/keys'] },
    'api/events': { is: '`POST /events`', mayImport: ['model', 'state/events'] },
    'api/evaluate': { is: '`POST /evaluate`', mayImport: ['model', 'api'] },
    'api/ofrep': {
      is: 'OFREP: [ofrep.md](ofrep.md)',
      mayImport: ['model', 'state', 'state/keys', 'state/streams', 'api', 'api/evaluate'],
    },
    'http/responses': {
      is: 'CORS, compression, errors of each protocol',
      mayImport: ['model', 'api/evaluate', 'api/ofrep'],
    },
    'http/routing': { is: 'routes, reading of bodies', mayImport: ['model', 'http/responses'] },
    'http/guard': {
      is: 'origins, rates, addresses, limits of streams',
      mayImport: ['model', 'state/keys', 'state/metrics', 'api', 'http/routing'],
    },
    'http/streams': {
      is: 'the routes of streams',
      mayImport: [
        'model',
        'state/metrics',
        'state/streams',
        'api/ofrep',
        'http/responses',
        'http/routing',
        'http/guard',
      ],
    },
    http: {
      is: 'the hot path, the Hono application',
      mayImport: [
        'model',
        'state',
        'state/keys',
        'state/metrics',
        'api',
        'api/events',
        'api/evaluate',
        'api/ofrep',
        'http/responses',
        'http/routing',
        'http/guard',
        'http/streams',
      ],
    },
  },
  'edge-proxy/node': {
    http: { is: 'listeners for HTTP and HTTPS, rendering of answers', mayImport: [] },
    events: { is: 'sending of events, to Redis or the upstream', mayImport: [] },
    state: { is: 'state files', mayImport: [] },
    offline: { is: 'flags from a file', mayImport: [] },
    'node-variables.ts': { is: 'environment variables', mayImport: ['offline'] },
    'config.ts': { is: 'configuration', mayImport: ['http', 'offline', 'node-variables.ts'] },
    feed: {
      is: 'flags from an upstream or a file, and events to it',
      mayImport: ['events', 'state', 'offline', 'config.ts'],
    },
    observability: { is: 'metrics, traces', mayImport: ['config.ts', 'feed'] },
    '.': {
      is: 'composition and the entry point',
      mayImport: ['http', 'offline', 'node-variables.ts', 'config.ts', 'feed', 'observability'],
    },
  },
  'edge-proxy/worker': {
    'rpc.ts': { is: 'what isolates and objects send each other', mayImport: [] },
    runtime: { is: 'configuration, logs and clock of the Workers runtime', mayImport: ['rpc.ts'] },
    isolate: { is: 'answers requests from compiled copies', mayImport: ['rpc.ts', 'runtime'] },
    objects: { is: 'Durable Objects: store flags, follow the upstream', mayImport: ['rpc.ts', 'runtime'] },
    '.': { is: 'the entry point', mayImport: ['runtime', 'isolate', 'objects'] },
  },
  'node-process': {
    '.': { is: 'the HTTP server, JSON logs, the connection to Redis, graceful shutdown', mayImport: [] },
    observability: { is: 'metrics and their server, traces', mayImport: ['.'] },
    'run-process.ts': { is: 'runs a process from its configuration to its exit code', mayImport: ['.'] },
  },
  bin: {
    system: { is: 'processes, ports, lock files, log files', mayImport: [] },
    postgres: { is: 'the embedded Postgres', mayImport: ['system'] },
    demo: { is: 'the demo project and its credentials', mayImport: ['system'] },
    build: { is: '`npm run build`', mayImport: ['system'] },
    project: { is: '`npm run project`: a project as a file', mayImport: ['system'] },
    launcher: { is: '`npm start` and `npm run dev`', mayImport: ['system', 'postgres', 'demo'] },
    '.': { is: 'the scripts that npm runs', mayImport: ['system', 'build'] },
  },
};

/** Objections to a file's imports from other layers of its own part; type imports count, tests are free. */
export function checkLayers(file: SourceFile, parts = LAYERS): readonly Finding[] {
  const own = layerOf(file.path, parts);
  if (own === undefined || isTestCode(file.path)) return [];
  if (own.layer === undefined) {
    const why = `enter its folder into the layers of ${own.part} (test/architecture/layers.ts), or move it`;
    return [{ file: file.path, line: 1, rule: 'layers', what: 'stands in no layer', why }];
  }
  const { part, layer, name } = own;
  return importsOf(file).flatMap(({ specifier, line, target }) => {
    const other = target.kind === 'file' ? layerOf(target.path, parts) : undefined;
    if (other === undefined || other.part !== part) return [];
    if (other.name === name || layer.mayImport.includes(other.name)) return [];
    const allowed = layer.mayImport.length === 0 ? 'no other layer' : layer.mayImport.join(', ');
    const why = `${part}/${name} may import ${allowed}; move what both need into a layer below`;
    return [{ file: file.path, line, rule: 'layers', what: `imports '${specifier}'`, why }];
  });
}

interface Place {
  readonly part: string;
  readonly name: string;
  /** `undefined`: the part has layers, and none of them holds this file. */
  readonly layer: Layer | undefined;
}

/** The layer with the longest folder that holds a file; `undefined` outside the parts that have layers. */
function layerOf(path: string, parts: typeof LAYERS): Place | undefined {
  const part = longest(Object.keys(parts).filter((folder) => path.startsWith(`${folder}/`)));
  if (part === undefined) return undefined;
  const layers = parts[part] ?? {};
  const below = path.slice(part.length + 1);
  const name =
    longest(Object.keys(layers).filter((each) => below === each || below.startsWith(`${each}/`))) ?? '.';
  const isInPart = name !== '.' || !below.includes('/');
  return { part, name, layer: isInPart ? layers[name] : undefined };
}

function longest(texts: readonly string[]): string | undefined {
  return texts.reduce<string | undefined>(
    (best, text) => (best === undefined || text.length > best.length ? text : best),
    undefined,
  );
}

/** The layers as a Markdown table, for docs/architecture.md. */
export function layerTable(parts = LAYERS): string {
  const rows = Object.entries(parts).flatMap(([part, layers]) =>
    Object.entries(layers).map(([name, { is, mayImport }]) => {
      const folder = name === '.' ? `${part}/*.ts` : `${part}/${name}`;
      const allowed = mayImport.map((layer) => `\`${layer === '.' ? '*.ts' : layer}\``).join(', ');
      return `| \`${folder}\` | ${is} | ${allowed || '–'} |`;
    }),
  );
  return ['| folder | contains | may import, of its own part |', '|---|---|---|', ...rows].join('\n');
}
