import type { Layers } from './layer.ts';

/** The layers of `shared`. */
export const SHARED_LAYERS: Layers = {
  model: { is: 'flag sets, contexts, resolutions, JSON, UUIDs, the clock', mayImport: [] },
  logging: { is: 'the logger as an interface', mayImport: [] },
  config: { is: 'environment variables: kinds, defaults, faults', mayImport: ['logging', 'model'] },
  retry: { is: 'backoff, `Retry-After`', mayImport: [] },
  http: { is: 'request headers, addresses of clients', mayImport: ['model'] },
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
    mayImport: ['model', 'evaluation/regex', 'evaluation/operators', 'evaluation/check', 'evaluation/decide'],
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
  'management-client': {
    is: 'the client of the management API, with types generated from it',
    mayImport: ['model'],
  },
  events: { is: 'evaluation events: [events.md](events.md)', mayImport: ['model'] },
};
