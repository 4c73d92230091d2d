import type { Finding } from './finding.ts';
import { type ImportTarget, importsOf, type SourceFile } from './imports.ts';

/** One sentence about who may import what. */
interface ImportRule {
  /** Whether the rule applies to this file. */
  readonly about: (file: string) => boolean;
  /** Whether such a file must not import this. */
  readonly refuses: (target: ImportTarget) => boolean;
  readonly why: string;
}

const within =
  (...folders: string[]) =>
  (path: string) =>
    folders.some((folder) => path.startsWith(`${folder}/`));

const isFileIn =
  (...folders: string[]) =>
  (target: ImportTarget) =>
    target.kind === 'file' && within(...folders)(target.path);

const isPackage =
  (...names: string[]) =>
  (target: ImportTarget) =>
    target.kind === 'package' && names.includes(target.name);

const isRedisConnection = (target: ImportTarget) =>
  target.kind === 'file' && /^node-process\/redis-/.test(target.path);

const isRuntimeModule = (target: ImportTarget) =>
  target.kind === 'package' && /^(node|cloudflare|bun|deno|workerd):/.test(target.name);

const isNode = (target: ImportTarget) => target.kind === 'package' && target.name.startsWith('node:');

const isHono = (target: ImportTarget) =>
  target.kind === 'package' && (target.name === 'hono' || target.name.startsWith('@hono/'));

/** Tests and what only they use: bound by the borders between the parts, not by the layers within. */
export const isTestCode = (path: string) => /\.test\.tsx?$/.test(path) || path.startsWith('test/');

/** Test support of one part, bound by the same borders as the part. */
const SUPPORT = {
  shared: ['test/support/evaluation', 'test/support/sync'],
  controlPlane: 'test/support/control-plane',
  edge: 'test/support/edge',
};

const production = (about: (file: string) => boolean) => (file: string) => !isTestCode(file) && about(file);

/** The composition root: the files directly in `control-plane/`. */
const isControlPlaneRoot = (path: string) => /^control-plane\/[^/]+\.ts$/.test(path);

/** The modules of the store that write flags, configurations and segments. */
const FLAG_WRITERS = [
  'control-plane/store/flags/flag-writer.ts',
  'control-plane/store/flags/configuration-writer.ts',
  'control-plane/store/segments/segment-writer.ts',
];

const NEUTRAL_PACKAGES = {
  shared: ['re2js', 'eventsource-parser', 'lru-cache', 'openapi-fetch'],
  edgeCore: ['hono', 're2js', 'eventsource-parser', 'lru-cache'],
};

const NODE_PROCESS_PACKAGES = [
  '@hono/node-server',
  '@opentelemetry/api',
  '@opentelemetry/core',
  '@opentelemetry/exporter-trace-otlp-http',
  '@opentelemetry/resources',
  '@opentelemetry/sdk-trace-base',
  'ioredis',
  'pino',
  'prom-client',
];

const isPackageBeyond = (allowed: readonly string[]) => (target: ImportTarget) =>
  target.kind === 'package' && !allowed.includes(target.name);

const EDGE_CORE_HOME = ['shared', 'edge-proxy/core'];

/** Who may import what. Every name has an example that breaks it in the test beside. */
export const IMPORT_RULES = {
  'shared-stands-alone': {
    about: within('shared', ...SUPPORT.shared),
    refuses: isFileIn(
      'control-plane',
      'edge-proxy',
      'node-process',
      'bin',
      'bench',
      'migrations',
      SUPPORT.controlPlane,
      SUPPORT.edge,
    ),
    why: 'shared/ is the model, evaluation and sync protocol; it must not depend on the parts built on it',
  },
  'shared-runs-anywhere': {
    about: production(within('shared')),
    refuses: isPackageBeyond(NEUTRAL_PACKAGES.shared),
    why: `shared/ runs on every runtime; of packages it may import only ${NEUTRAL_PACKAGES.shared.join(', ')}`,
  },
  'node-process-stands-alone': {
    about: within('node-process'),
    refuses: isFileIn('control-plane', 'edge-proxy', 'bin', 'bench', 'migrations'),
    why: 'node-process/ is what every Node process needs; it must not depend on the parts built on it',
  },
  'node-process-packages': {
    about: production(within('node-process')),
    refuses: (target) => !isNode(target) && isPackageBeyond(NODE_PROCESS_PACKAGES)(target),
    why: `node-process/ imports node:* and, of packages, only ${NODE_PROCESS_PACKAGES.join(', ')}`,
  },
  'pino-only-in-node-process': {
    about: production((file) => !within('node-process')(file)),
    refuses: isPackage('pino'),
    why: 'logs have one schema: take a Logger as an argument, made by node-process/json-logger.ts',
  },
  'sides-do-not-meet': {
    about: within('control-plane', SUPPORT.controlPlane),
    refuses: isFileIn('edge-proxy', SUPPORT.edge),
    why: 'the control plane never imports the edge; what both need belongs in shared/',
  },
  'edge-knows-no-control-plane': {
    about: within('edge-proxy', SUPPORT.edge),
    refuses: isFileIn('control-plane', SUPPORT.controlPlane),
    why: 'the edge never imports the control plane; what both need belongs in shared/',
  },
  'edge-core-is-neutral': {
    about: production(within('edge-proxy/core')),
    refuses: isPackageBeyond(NEUTRAL_PACKAGES.edgeCore),
    why: `the edge core runs on every runtime; of packages it may import only ${NEUTRAL_PACKAGES.edgeCore.join(', ')}`,
  },
  'edge-core-has-no-adapter': {
    about: production(within('edge-proxy/core')),
    refuses: (target) => target.kind === 'file' && !within(...EDGE_CORE_HOME)(target.path),
    why: 'the edge core imports shared/ and itself; a runtime reaches it through arguments',
  },
  'edge-node-only-in-its-adapter': {
    about: production((file) => within('edge-proxy')(file) && !within('edge-proxy/node')(file)),
    refuses: (target) => isNode(target) || isPackage('ioredis', 'undici', '@hono/node-server')(target),
    why: 'node:*, ioredis and undici belong in edge-proxy/node',
  },
  'edge-adapters-are-apart': {
    about: production(within('edge-proxy/node')),
    refuses: isFileIn('edge-proxy/worker'),
    why: 'adapters share through edge-proxy/core, never directly',
  },
  'worker-is-apart': {
    about: production(within('edge-proxy/worker')),
    refuses: isFileIn('edge-proxy/node', 'node-process'),
    why: 'adapters share through edge-proxy/core, never directly; node-process/ needs Node',
  },
  'zod-only-in-the-control-plane': {
    about: production(within('edge-proxy', 'shared', 'node-process', 'bin')),
    refuses: isPackage('zod', '@hono/zod-openapi'),
    why: 'zod is too slow for the hot path and too large for a Worker; check by hand, configuration with shared/config',
  },
  'edge-has-no-database': {
    about: production(within('edge-proxy')),
    refuses: isPackage('postgres'),
    why: 'the control plane is the only owner of Postgres',
  },
  'cloudflare-only-in-the-worker': {
    about: production((file) => !within('edge-proxy/worker')(file)),
    refuses: (target) => isRuntimeModule(target) && !isNode(target),
    why: 'modules of one runtime belong in its adapter (cloudflare:* in edge-proxy/worker)',
  },
  'sql-only-in-the-store': {
    about: production((file) => within('control-plane')(file) && !within('control-plane/store')(file)),
    refuses: isPackage('postgres'),
    why: 'the database driver belongs in control-plane/store; call the store instead',
  },
  'hono-only-in-routes': {
    about: production(
      (file) =>
        within('control-plane')(file) &&
        !within('control-plane/routes', 'control-plane/http')(file) &&
        !isControlPlaneRoot(file),
    ),
    refuses: isHono,
    why: 'Hono belongs in control-plane/routes, control-plane/http and the files directly in control-plane/',
  },
  'redis-only-in-messaging': {
    about: production((file) => within('control-plane')(file) && !within('control-plane/messaging')(file)),
    refuses: (target) => isPackage('ioredis')(target) || isRedisConnection(target),
    why: 'Redis belongs in control-plane/messaging',
  },
  'store-is-the-lowest-layer': {
    about: production(within('control-plane/store')),
    refuses: isFileIn(
      'control-plane/domain',
      'control-plane/routes',
      'control-plane/http',
      'control-plane/messaging',
    ),
    why: 'routes → domain → store: the store must not depend on the layers above it',
  },
  'one-writer-of-flags': {
    about: production((file) => within('control-plane')(file) && !within('control-plane/domain/apply')(file)),
    refuses: (target) => target.kind === 'file' && FLAG_WRITERS.includes(target.path),
    why: 'flags, configurations and segments change only through applyChangeSet in control-plane/domain/apply',
  },
  'domain-knows-no-transport': {
    about: production(within('control-plane/domain')),
    refuses: isFileIn('control-plane/routes', 'control-plane/http', 'control-plane/messaging'),
    why: 'routes → domain → store: the domain must depend neither on HTTP nor on Redis',
  },
  'routes-go-through-the-domain': {
    about: production(within('control-plane/routes')),
    refuses: isFileIn('control-plane/store', 'control-plane/messaging'),
    why: 'routes → domain → store: a route calls the domain, never the database or Redis',
  },
  'only-routes-know-routes': {
    about: production(
      (file) =>
        within('control-plane')(file) &&
        !within('control-plane/routes', 'control-plane/http')(file) &&
        !isControlPlaneRoot(file),
    ),
    refuses: isFileIn('control-plane/routes', 'control-plane/http'),
    why: 'only routes, http and the files directly in control-plane/ deal with HTTP',
  },
  'console-is-a-client': {
    about: production(within('control-plane/console')),
    refuses: (target) => target.kind === 'file' && !within('control-plane/console', 'shared')(target.path),
    why: 'the console is a client of the published API; of the server it may import nothing',
  },
  'console-is-not-imported': {
    about: production((file) => !within('control-plane/console')(file)),
    refuses: isFileIn('control-plane/console'),
    why: 'the console is built to static files; the server serves those',
  },
  'react-only-in-the-console': {
    about: production((file) => !within('control-plane/console')(file)),
    refuses: (target) =>
      target.kind === 'package' && /^(react|react-dom|@mantine\/|@tanstack\/react-)/.test(target.name),
    why: 'components belong in control-plane/console',
  },
  'bench-is-not-imported': {
    about: (file) => !within('bench')(file),
    refuses: isFileIn('bench'),
    why: 'bench/ measures the product; nothing depends on it',
  },
  'launcher-spawns': {
    about: within('bin'),
    refuses: isFileIn('control-plane', 'edge-proxy'),
    why: 'bin/ starts control plane and edge as processes and imports neither',
  },
  'launcher-is-not-imported': {
    about: production(within('shared', 'node-process', 'control-plane', 'edge-proxy')),
    refuses: isFileIn('bin'),
    why: 'bin/ starts the product; the product does not depend on how it was started',
  },
  'production-needs-no-tests': {
    about: production(within('shared', 'node-process', 'control-plane', 'edge-proxy', 'bin')),
    refuses: (target) =>
      (target.kind === 'file' && isTestCode(target.path)) || isPackage('vitest', 'fast-check')(target),
    why: 'production code never imports tests or what only tests use',
  },
} satisfies Record<string, ImportRule>;

/** What the rules object to in one file. */
export function checkImports(file: SourceFile): readonly Finding[] {
  const rules = Object.entries<ImportRule>(IMPORT_RULES).filter(([, rule]) => rule.about(file.path));
  return importsOf(file).flatMap(({ specifier, line, target }) =>
    rules
      .filter(([, rule]) => rule.refuses(target))
      .map(([name, { why }]) => ({
        file: file.path,
        line,
        rule: name,
        what: `imports '${specifier}'`,
        why,
      })),
  );
}
