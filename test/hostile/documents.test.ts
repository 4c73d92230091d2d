import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ENVIRONMENT, useHostileSystem } from './hostile-system.ts';
import { isFull } from './options.ts';
import { type DocumentRun, installSchemathesis, runSchemathesis } from './schemathesis.ts';

const EXAMPLES = isFull() ? 100 : 2;
const TIMEOUT_MS = isFull() ? 1_200_000 : 300_000;
/** The report of a run that takes too long is wanted, too. */
const TEST_TIMEOUT_MS = TIMEOUT_MS + 10_000;
/** Roles that ask for what mostly does not exist. The other roles are asked about what exists. */
const ROLES = isFull()
  ? (['admin', 'editor', 'viewer', undefined] as const)
  : (['admin', undefined] as const);
const MANAGEMENT_API = 'docs/openapi.json';
const OFREP = 'docs/ofrep-openapi.yaml';

const system = useHostileSystem();
let python = '';
beforeAll(async () => {
  python = await installSchemathesis();
}, 200_000);

const run = (options: Omit<DocumentRun, 'examples' | 'timeoutMs'>) =>
  runSchemathesis(python, { examples: EXAMPLES, timeoutMs: TIMEOUT_MS, ...options });

describe('the management API answers with documented statuses and bodies', () => {
  it.each(ROLES)(
    'to the role %s',
    async (role) => {
      const bearer = role === undefined ? undefined : system().tokens[role];
      const result = await run({ document: MANAGEMENT_API, url: system().controlPlane.url, bearer });
      expect(result.code, result.output).toBe(0);
      expect(result.sent).toBeGreaterThan(1_000);
    },
    TEST_TIMEOUT_MS,
  );

  it.each(['editor', 'viewer'] as const)(
    'to the role %s, for a project, a flag and an environment that exist',
    async (role) => {
      const { controlPlane, tokens, projectId } = system();
      const existing = { projectId, environmentKey: ENVIRONMENT, flagKey: 'costly-0' };
      const result = await run({
        document: MANAGEMENT_API,
        url: controlPlane.url,
        bearer: tokens[role],
        existing,
      });
      expect(result.code, result.output).toBe(0);
      expect(result.sent).toBeGreaterThan(1_000);
    },
    TEST_TIMEOUT_MS,
  );
});

describe('OFREP answers with documented statuses and bodies', () => {
  it.each(['serverKey', 'clientKey', undefined] as const)(
    'to %s',
    async (kind) => {
      const bearer = kind === undefined ? undefined : system()[kind];
      const existing = { key: 'costly-1' };
      for (const flag of [{}, { existing }]) {
        const result = await run({ document: OFREP, url: system().edge.url, bearer, ...flag });
        expect(result.code, result.output).toBe(0);
        expect(result.sent).toBeGreaterThan(50);
      }
    },
    TEST_TIMEOUT_MS,
  );
});

it('a status that a document leaves out is found', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sf-document-'));
  const document = join(folder, 'ofrep.yaml');
  writeFileSync(document, readFileSync(OFREP, 'utf8').replace(/^ {8}"401": .*\n/gm, ''));
  const result = await run({ document, url: system().edge.url, bearer: undefined });
  rmSync(folder, { recursive: true, force: true });
  expect(result.code).toBe(1);
  expect(result.output).toContain('Undocumented status code');
});
