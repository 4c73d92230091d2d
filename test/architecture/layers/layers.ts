import { CONSOLE_LAYERS } from './console.ts';
import { CONTROL_PLANE_LAYERS } from './control-plane.ts';
import { EDGE_CORE_LAYERS } from './edge-core.ts';
import type { Layers } from './layer.ts';
import { SHARED_LAYERS } from './shared.ts';

/**
 * Which layer may import which inside the parts. A layer names only layers that precede it, so there are no cycles. The
 * table in docs/architecture.md is generated from this one.
 */
export const LAYERS: Readonly<Record<string, Layers>> = {
  shared: SHARED_LAYERS,
  'control-plane': CONTROL_PLANE_LAYERS,
  'control-plane/console': CONSOLE_LAYERS,
  'edge-proxy/core': EDGE_CORE_LAYERS,
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
