import type { Layers } from './layer.ts';

/** The layers of `edge-proxy/core`. */
export const EDGE_CORE_LAYERS: Layers = {
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
};
