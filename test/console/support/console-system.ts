import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { launchChromium } from '../../support/chromium.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { createManagementApi, type ManagementApi } from '../../support/management-api.ts';
import { createProcessGroup } from '../../support/processes.ts';
import { type RedisServer, startRedisServer } from '../../support/redis-server.ts';
import { type RunningServer, startControlPlane, startNodeEdge } from '../../support/system.ts';
import { recordRequests } from './recorded-requests.ts';

const ADMIN_TOKEN = `sf_api_${'c'.repeat(40)}`;
/** Without it there are no webhooks. */
const SECRETS_KEY = Buffer.alloc(32, 7).toString('base64');

/** A role in the installation, or none. */
export type InstallationRole = 'viewer' | 'editor' | 'admin' | null;

/** Somebody who can sign in. */
export interface TestPerson {
  readonly id: string;
  readonly name: string;
  readonly token: string;
}

/** A control plane that serves the console, an edge, Postgres, Redis and a browser. */
export interface ConsoleSystem {
  readonly url: string;
  readonly controlPlane: RunningServer;
  readonly edge: RunningServer;
  /** As the first admin. */
  readonly api: ManagementApi;
  readonly admin: TestPerson;
  readonly browser: Browser;
  readonly redis: RedisServer;
  /** A project with these environments and an edge's relay key for all of them. */
  readonly projectId: string;
  createPerson(name: string, role: InstallationRole): Promise<TestPerson>;
  /** A page on which this person is signed in. Every request of it must be one of the OpenAPI document. */
  open(person: TestPerson, path: string, options?: BrowserContextOptions): Promise<Page>;
}

/** Call at the top level of a test file: it registers hooks. The environments are `staging` and `production`. */
export function useConsoleSystem(): () => ConsoleSystem {
  const group = createProcessGroup();
  let system: ConsoleSystem | undefined;
  let database: TestDatabase | undefined;
  const contexts: BrowserContext[] = [];
  beforeAll(async () => {
    database = await createTestDatabase();
    const redis = await startRedisServer();
    const [controlPlane, browser] = await Promise.all([
      startControlPlane(group, {
        databaseUrl: database.url,
        redisUrl: redis.url,
        adminToken: ADMIN_TOKEN,
        env: { SECRETS_KEY },
      }),
      launchChromium(),
    ]);
    // The address of the console is one of the machine's own names: cookies work there without https.
    const url = controlPlane.url;
    const { api } = controlPlane;
    const { id: projectId } = await api.createProject('Shop');
    for (const key of ['staging', 'production']) await api.createEnvironment(projectId, key);
    const { secret: relayKey } = await api.createKey(projectId, { kind: 'relay' });
    const edge = await startNodeEdge(group, { upstreamUrl: url, relayKey, env: { REDIS_URL: redis.url } });
    const me = await api.call('GET', '/api/me');
    const admin = { id: me.body.userId, name: 'The first admin', token: ADMIN_TOKEN };
    const open = createOpener({ url, browser, contexts });
    const createPerson = createPersonCreator(api);
    system = { url, controlPlane, edge, api, admin, browser, redis, projectId, createPerson, open };
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });
  afterAll(async () => {
    await system?.browser.close();
    await group.stopAll();
    await system?.redis.stop();
    await database?.drop();
  });
  return () => {
    if (system === undefined) throw new Error('the system is started before the tests of a file');
    return system;
  };
}

function createPersonCreator(api: ManagementApi) {
  return async (name: string, role: InstallationRole): Promise<TestPerson> => {
    const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.org`;
    const user = await api.call('POST', '/api/users', { name, email, role });
    const token = await api.call('POST', `/api/users/${user.body.id}/tokens`, { name: 'test' });
    return { id: user.body.id, name, token: token.body.token };
  };
}

interface Opening {
  readonly url: string;
  readonly browser: Browser;
  readonly contexts: BrowserContext[];
}

/** The token of a one-time link of this person. */
export async function signInToken(url: string, person: TestPerson): Promise<string> {
  const { call } = createManagementApi(url, person.token);
  const link = await call('POST', '/api/sign-in-links');
  expect(link.status).toBe(201);
  return link.body.token;
}

function createOpener({ url, browser, contexts }: Opening): ConsoleSystem['open'] {
  return async (person, path, options = {}) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    contexts.push(context);
    const page = await context.newPage();
    recordRequests(page, url);
    const token = await signInToken(url, person);
    await page.goto(`${url}/sign-in#link=${token}&to=${encodeURIComponent(path)}`);
    await page.waitForURL(`${url}${path}`);
    return page;
  };
}
