import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import openapiTs, { astToString } from 'openapi-typescript';
import postgres from 'postgres';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { silentLogger } from '../../../shared/logging/logger.ts';
import { systemClock } from '../../../shared/model/clock.ts';
import { createChangeFeed } from '../../change-feed/change-feed.ts';
import { createPasswordHashes } from '../../domain/sign-in/password-hashes.ts';
import { DEFAULT_SESSION_TIMES } from '../../model/session.ts';
import { createAddressGuard } from '../../webhooks/address-guard.ts';
import { managementApi } from './management-api.ts';

const ignoreHints = { environmentsChanged() {}, keysChanged() {} };

async function served(path: string): Promise<string> {
  const api = managementApi({
    // Never connects: the document needs no database.
    sql: postgres('postgres://127.0.0.1:1/none'),
    notifier: ignoreHints,
    random: Math.random,
    randomUuid: randomUUID,
    randomBytes,
    now: Date.now,
    changeFeed: createChangeFeed({
      clock: systemClock,
      logger: silentLogger,
      readHeads: async () => new Map(),
      readEvents: async () => [],
      findAllowed: async () => new Set(),
    }),
    webhookSettings: { guard: createAddressGuard([]) },
    findCaller: async () => undefined,
    findSession: async () => undefined,
    sessionTimes: DEFAULT_SESSION_TIMES,
    passwordHashes: createPasswordHashes(),
    oidc: undefined,
    onSignIn: () => {},
    ownSite: { origin: undefined },
    trustedProxies: [],
  });
  const response = await api.request(path);
  expect(response.status).toBe(200);
  return response.text();
}

const servedDocument = () => served('/api/openapi.json');

const outline = z.object({
  openapi: z.string(),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        operationId: z.string(),
        summary: z.string(),
        security: z.array(z.record(z.string(), z.array(z.string()))),
        responses: z.record(z.string(), z.unknown()),
      }),
    ),
  ),
});

describe('the OpenAPI document', () => {
  it('is the one in docs/openapi.json (npm run openapi writes it)', async () => {
    const text = `${JSON.stringify(JSON.parse(await servedDocument()), null, 2)}\n`;
    await expect(text).toMatchFileSnapshot('../../../docs/openapi.json');
  });

  it('has its types in shared/management-client/openapi.ts (npm run openapi writes them)', async () => {
    const types = await openapiTs(await servedDocument(), {
      immutable: true,
      // A caller may leave out what has a default.
      defaultNonNullable: false,
      // The type refers to itself, which a member of an interface cannot do.
      transform: (_, { path }) =>
        path === '#/components/schemas/JsonValue'
          ? ts.factory.createTypeReferenceNode('JsonValue')
          : undefined,
      inject: "import type { JsonValue } from '../model/json.ts';",
    });
    const text = `// Generated from docs/openapi.json by \`npm run openapi\`.\n\n${astToString(types)}`;
    await expect(text).toMatchFileSnapshot('../../../shared/management-client/openapi.ts');
  });

  it('has unique operation ids, and a required role for every operation but those of sign-in and of the document', async () => {
    const { openapi, paths } = outline.parse(JSON.parse(await servedDocument()));
    expect(openapi).toBe('3.1.0');
    const operations = Object.values(paths).flatMap((path) => Object.values(path));
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    const publicOperations = operations
      .filter(({ security }) => security.length === 0)
      .map(({ operationId }) => operationId);
    expect(publicOperations).toEqual([
      'getSignInMethods',
      'signIn',
      'redeemSignInLink',
      'beginOidcSignIn',
      'finishOidcSignIn',
      'getOpenApiDocument',
      'getProjectDocumentSchema',
    ]);
  });

  it('lists the statuses that any request of a caller may get, for every operation but the public ones', async () => {
    const { paths } = outline.parse(JSON.parse(await servedDocument()));
    const operations = Object.values(paths)
      .flatMap((path) => Object.values(path))
      .filter(({ security }) => security.length > 0);
    expect(operations.length).toBeGreaterThan(40);
    const statuses = ['400', '401', '403', '404', '405', '413', '415', '500', '503'];
    for (const { operationId, responses } of operations) {
      expect(Object.keys(responses), operationId).toEqual(expect.arrayContaining(statuses));
    }
  });

  it('has pages with a cursor for every list', async () => {
    const lists = z.object({
      paths: z.record(
        z.string(),
        z.object({
          get: z
            .object({
              operationId: z.string(),
              parameters: z.array(z.object({ name: z.string() })).default([]),
              responses: z.object({
                // Absent: every answer is a redirect.
                200: z
                  .object({
                    content: z
                      .object({ 'application/json': z.object({ schema: z.looseObject({}) }).optional() })
                      .optional(),
                  })
                  .optional(),
              }),
            })
            .optional(),
        }),
      ),
    });
    const { paths } = lists.parse(JSON.parse(await servedDocument()));
    const propertiesOf = (schema: object | undefined) =>
      schema && 'properties' in schema ? Object.keys(schema.properties ?? {}) : [];
    const found = Object.values(paths).flatMap(({ get }) => {
      const properties = propertiesOf(get?.responses[200]?.content?.['application/json']?.schema);
      if (get === undefined || !properties.includes('items')) return [];
      return { id: get.operationId, properties, names: get.parameters.map(({ name }) => name) };
    });
    expect(found.length).toBeGreaterThan(15);
    for (const { id, properties, names } of found) {
      expect(properties, id).toContain('next');
      expect(names, id).toEqual(expect.arrayContaining(['limit', 'after']));
    }
  });
});

describe('the JSON Schema of a project as a file', () => {
  it('is the one in docs/schema (npm run openapi writes it)', async () => {
    const schema = await served('/api/project-document.schema.json');
    const text = `${JSON.stringify(JSON.parse(schema), null, 2)}\n`;
    await expect(text).toMatchFileSnapshot('../../../docs/schema/project-document.schema.json');
  });

  it('takes the example of the manual, and no file with a fault', async () => {
    const schema: object = JSON.parse(await served('/api/project-document.schema.json'));
    const isValid = new Ajv2020({ strict: false }).compile(schema);
    const manual = readFileSync(new URL('../../../docs/configuration-as-code.md', import.meta.url), 'utf8');
    const example: unknown = parse(/```yaml\n(.*?)```/s.exec(manual)?.[1] ?? '');
    expect(isValid(example), JSON.stringify(isValid.errors)).toBe(true);
    for (const fault of [
      {},
      { version: 2 },
      { version: 1, flags: { a: { type: 'text' } } },
      { version: 1, rules: [] },
    ]) {
      expect(isValid(fault), JSON.stringify(fault)).toBe(false);
    }
  });
});
