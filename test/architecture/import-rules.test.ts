import { describe, expect, test } from 'vitest';
import { checkImports, IMPORT_RULES } from './import-rules.ts';

type Example = readonly [file: string, code: string];

/** For every rule, files that break it, and files close by that do not. */
const EXAMPLES: Record<keyof typeof IMPORT_RULES, { breaks: readonly Example[]; keeps: readonly Example[] }> =
  {
    'shared-stands-alone': {
      breaks: [
        ['shared/model/a.ts', `import { x } from '../../control-plane/domain/x.ts';`],
        ['shared/model/a.ts', `export * from '../../edge-proxy/core/x.ts';`],
        ['shared/model/a.test.ts', `import { x } from '../../edge-proxy/core/x.ts';`],
        ['shared/model/a.test.ts', `import { x } from '../../test/support/edge/x.ts';`],
        ['test/support/sync/a.ts', `import { x } from '../../../control-plane/streaming/x.ts';`],
        ['shared/model/a.ts', `import { x } from '../../bin/x.ts';`],
      ],
      keeps: [['shared/model/a.ts', `import { x } from '../keys/x.ts';`]],
    },
    'shared-runs-anywhere': {
      breaks: [
        ['shared/model/a.ts', `import { readFileSync } from 'node:fs';`],
        ['shared/model/a.ts', `import fs from 'fs';`],
        ['shared/model/a.ts', `import type { Hono } from 'hono';`],
        ['shared/model/a.ts', `const fs = await import('node:fs');`],
        ['shared/model/a.ts', `type Fs = typeof import('node:fs');`],
        ['shared/model/a.ts', `import { z } from 'zod';`],
      ],
      keeps: [
        ['shared/evaluation/a.ts', `import { RE2JS } from 're2js';`],
        ['shared/evaluation/a.test.ts', `import { readFileSync } from 'node:fs';`],
      ],
    },
    'node-process-stands-alone': {
      breaks: [
        ['node-process/a.ts', `import type { X } from '../edge-proxy/core/x.ts';`],
        ['node-process/a.test.ts', `import { x } from '../control-plane/x.ts';`],
      ],
      keeps: [['node-process/a.ts', `import { x } from '../shared/logging/x.ts';`]],
    },
    'node-process-packages': {
      breaks: [['node-process/a.ts', `import postgres from 'postgres';`]],
      keeps: [['node-process/a.ts', `import { Redis } from 'ioredis'; import 'node:http';`]],
    },
    'pino-only-in-node-process': {
      breaks: [
        ['control-plane/a.ts', `import { pino } from 'pino';`],
        ['edge-proxy/node/a.ts', `import { pino } from 'pino';`],
      ],
      keeps: [['node-process/a.ts', `import { pino } from 'pino';`]],
    },
    'sides-do-not-meet': {
      breaks: [
        ['control-plane/streaming/a.ts', `import { x } from '../../edge-proxy/core/x.ts';`],
        ['control-plane/main.ts', `import { x } from '../edge-proxy/core/x.ts';`],
        ['control-plane/streaming/a.test.ts', `import { x } from '../../edge-proxy/core/x.ts';`],
        ['control-plane/a.test.ts', `import { x } from '../test/support/edge/x.ts';`],
        ['test/support/control-plane/a.ts', `import { x } from '../../../edge-proxy/core/x.ts';`],
      ],
      keeps: [['control-plane/streaming/a.ts', `import { x } from '../../shared/sync/wire.ts';`]],
    },
    'edge-knows-no-control-plane': {
      breaks: [
        ['edge-proxy/node/a.ts', `import { x } from '../../control-plane/http/x.ts';`],
        ['edge-proxy/core/a.integration.test.ts', `import { x } from '../../control-plane/main.ts';`],
        ['edge-proxy/core/a.test.ts', `import { x } from '../../test/support/control-plane/x.ts';`],
        ['test/support/edge/a.ts', `import { x } from '../../../control-plane/http/x.ts';`],
      ],
      keeps: [['edge-proxy/node/a.ts', `import { x } from '../core/x.ts';`]],
    },
    'edge-core-is-neutral': {
      breaks: [
        ['edge-proxy/core/a.ts', `import { createHash } from 'node:crypto';`],
        ['edge-proxy/core/a.ts', `import { createHash } from 'crypto';`],
        ['edge-proxy/core/a.ts', `import { DurableObject } from 'cloudflare:workers';`],
        ['edge-proxy/core/a.ts', `import { request } from 'undici';`],
        ['edge-proxy/core/a.ts', `import { serve } from '@hono/node-server';`],
      ],
      keeps: [
        ['edge-proxy/core/a.ts', `import { LRUCache } from 'lru-cache';`],
        ['edge-proxy/core/a.ts', `import { cors } from 'hono/cors';`],
        ['edge-proxy/core/a.test.ts', `import { test } from 'vitest';`],
      ],
    },
    'edge-core-has-no-adapter': {
      breaks: [
        ['edge-proxy/core/a.ts', `import { x } from '../node/x.ts';`],
        ['edge-proxy/core/a.ts', `import type { X } from '../worker/x.ts';`],
        ['edge-proxy/core/a.ts', `import packageJson from '../../package.json';`],
      ],
      keeps: [
        [
          'edge-proxy/core/a.ts',
          `import { x } from './upstream/x.ts'; import { y } from '../../shared/y.ts';`,
        ],
      ],
    },
    'edge-node-only-in-its-adapter': {
      breaks: [
        ['edge-proxy/worker/a.ts', `import { Buffer } from 'node:buffer';`],
        ['edge-proxy/worker/a.ts', `import { Redis } from 'ioredis';`],
        ['edge-proxy/a.ts', `import { Agent } from 'undici';`],
      ],
      keeps: [
        ['edge-proxy/node/a.ts', `import { Agent } from 'undici'; import 'node:fs'; import 'ioredis';`],
      ],
    },
    'edge-adapters-are-apart': {
      breaks: [['edge-proxy/node/a.ts', `import { x } from '../worker/x.ts';`]],
      keeps: [['edge-proxy/node/a.ts', `import { x } from './x.ts';`]],
    },
    'worker-is-apart': {
      breaks: [
        ['edge-proxy/worker/a.ts', `import { x } from '../node/x.ts';`],
        ['edge-proxy/worker/a.ts', `import { x } from '../../node-process/x.ts';`],
      ],
      keeps: [['edge-proxy/worker/a.ts', `import { x } from '../core/x.ts';`]],
    },
    'zod-only-in-the-control-plane': {
      breaks: [
        ['edge-proxy/core/a.ts', `import { z } from 'zod';`],
        ['edge-proxy/node/config.ts', `import { z } from 'zod';`],
        ['edge-proxy/worker/runtime/config.ts', `import * as z from 'zod/mini';`],
      ],
      keeps: [['control-plane/routes/a.ts', `import { z } from 'zod';`]],
    },
    'edge-has-no-database': {
      breaks: [['edge-proxy/node/a.ts', `import postgres from 'postgres';`]],
      keeps: [['edge-proxy/node/a.ts', `import { pino } from 'pino';`]],
    },
    'cloudflare-only-in-the-worker': {
      breaks: [
        ['edge-proxy/node/a.ts', `import { env } from 'cloudflare:workers';`],
        ['control-plane/main.ts', `import { sql } from 'bun:sqlite';`],
      ],
      keeps: [['edge-proxy/worker/a.ts', `import { DurableObject } from 'cloudflare:workers';`]],
    },
    'sql-only-in-the-store': {
      breaks: [
        ['control-plane/domain/a.ts', `import postgres from 'postgres';`],
        ['control-plane/main.ts', `import type { Sql } from 'postgres';`],
      ],
      keeps: [
        ['control-plane/store/a.ts', `import postgres from 'postgres';`],
        ['control-plane/domain/a.integration.test.ts', `import postgres from 'postgres';`],
      ],
    },
    'hono-only-in-routes': {
      breaks: [
        ['control-plane/domain/a.ts', `import { HTTPException } from 'hono/http-exception';`],
        ['control-plane/streaming/a.ts', `import { z } from '@hono/zod-openapi';`],
      ],
      keeps: [
        ['control-plane/routes/management/flags.ts', `import { Hono } from 'hono';`],
        ['control-plane/http/errors.ts', `import { Hono } from 'hono';`],
        ['control-plane/main.ts', `import { serve } from '@hono/node-server';`],
      ],
    },
    'redis-only-in-messaging': {
      breaks: [
        ['control-plane/events/a.ts', `import { Redis } from 'ioredis';`],
        ['control-plane/events/a.ts', `import { x } from '../../node-process/redis-connection.ts';`],
      ],
      keeps: [['control-plane/messaging/a.ts', `import { Redis } from 'ioredis';`]],
    },
    'store-is-the-lowest-layer': {
      breaks: [
        ['control-plane/store/a.ts', `import { x } from '../domain/x.ts';`],
        ['control-plane/store/a.ts', `import { x } from '../messaging/x.ts';`],
      ],
      keeps: [['control-plane/store/a.ts', `import { x } from './x.ts';`]],
    },
    'one-writer-of-flags': {
      breaks: [
        ['control-plane/domain/flags.ts', `import { x } from '../store/flags/flag-writer.ts';`],
        ['control-plane/domain/flags.ts', `import { x } from '../store/flags/configuration-writer.ts';`],
        ['control-plane/store/purge/a.ts', `import { x } from '../segments/segment-writer.ts';`],
      ],
      keeps: [
        ['control-plane/domain/apply/a.ts', `import { x } from '../../store/flags/flag-writer.ts';`],
        ['control-plane/domain/flags.ts', `import { x } from '../store/flags/flags.ts';`],
      ],
    },
    'domain-knows-no-transport': {
      breaks: [
        ['control-plane/domain/a.ts', `import { x } from '../routes/x.ts';`],
        ['control-plane/domain/flags/a.ts', `import { x } from '../../http/x.ts';`],
        ['control-plane/domain/a.ts', `import { x } from '../messaging/x.ts';`],
      ],
      keeps: [['control-plane/domain/a.ts', `import { x } from '../store/x.ts';`]],
    },
    'routes-go-through-the-domain': {
      breaks: [
        ['control-plane/routes/a.ts', `import { x } from '../store/x.ts';`],
        ['control-plane/routes/a.ts', `import { x } from '../messaging/x.ts';`],
      ],
      keeps: [['control-plane/routes/a.ts', `import { x } from '../domain/x.ts';`]],
    },
    'only-routes-know-routes': {
      breaks: [
        ['control-plane/streaming/a.ts', `import { x } from '../routes/x.ts';`],
        ['control-plane/store/a.ts', `import { x } from '../http/x.ts';`],
      ],
      keeps: [['control-plane/main.ts', `import { x } from './routes/x.ts';`]],
    },
    'console-is-a-client': {
      breaks: [
        ['control-plane/console/app/a.ts', `import { x } from '../../model/x.ts';`],
        ['control-plane/console/api/a.ts', `import { x } from '../../../edge-proxy/core/x.ts';`],
      ],
      keeps: [['control-plane/console/app/a.tsx', `import { x } from '../../../shared/evaluation/x.ts';`]],
    },
    'console-is-not-imported': {
      breaks: [['control-plane/app.ts', `import { x } from './console/x.ts';`]],
      keeps: [['control-plane/app.ts', `import { x } from './routes/console.ts';`]],
    },
    'react-only-in-the-console': {
      breaks: [
        ['control-plane/routes/a.ts', `import { x } from 'react';`],
        ['shared/a.ts', `import { x } from '@tanstack/react-query';`],
      ],
      keeps: [['control-plane/console/ui/a.tsx', `import { x } from '@mantine/core';`]],
    },
    'bench-is-not-imported': {
      breaks: [
        ['test/a.test.ts', `import { x } from '../bench/propagation/x.ts';`],
        ['bin/a.ts', `import { x } from '../bench/x.ts';`],
      ],
      keeps: [['bench/propagation/a.ts', `import { x } from '../support/x.ts';`]],
    },
    'launcher-spawns': {
      breaks: [
        ['bin/start.ts', `import { x } from '../control-plane/config.ts';`],
        ['bin/run.mjs', `await import('../edge-proxy/node/main.ts');`],
      ],
      keeps: [['bin/start.ts', `import { x } from '../shared/keys/sdk-key.ts';`]],
    },
    'launcher-is-not-imported': {
      breaks: [['control-plane/main.ts', `import { freePort } from '../bin/system/ports.ts';`]],
      keeps: [['control-plane/a.test.ts', `import { freePort } from '../bin/system/ports.ts';`]],
    },
    'production-needs-no-tests': {
      breaks: [
        ['bin/start.ts', `import { x } from '../test/support/x.ts';`],
        ['edge-proxy/core/a.ts', `import { x } from '../../test/support/edge/x.ts';`],
        ['shared/model/a.ts', `import { test } from 'vitest';`],
      ],
      keeps: [['shared/model/a.test.ts', `import { test } from 'vitest';`]],
    },
  };

const rulesBroken = ([path, text]: Example) => checkImports({ path, text }).map(({ rule }) => rule);

describe.each(Object.entries(EXAMPLES))('the import rule %s', (rule, { breaks, keeps }) => {
  test.each(breaks)('refuses, in %s, %s', (...example) => {
    expect(rulesBroken(example)).toContain(rule);
  });
  test.each(keeps)('allows, in %s, %s', (...example) => {
    expect(rulesBroken(example)).not.toContain(rule);
  });
});

test('an objection names file, line, what was imported and why it is refused', () => {
  const text = `// a comment\nimport { x } from '../model/x.ts';\nimport { readFileSync } from 'node:fs';\n`;
  expect(checkImports({ path: 'shared/keys/a.ts', text })).toEqual([
    {
      file: 'shared/keys/a.ts',
      line: 3,
      rule: 'shared-runs-anywhere',
      what: `imports 'node:fs'`,
      why: IMPORT_RULES['shared-runs-anywhere'].why,
    },
  ]);
});
