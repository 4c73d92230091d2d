import { randomBytes, randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { managementApi } from './management-api.ts';

const nobody = { environmentsChanged() {}, keysChanged() {} };

async function documentServed(): Promise<unknown> {
  const api = managementApi({
    // Never asked: the document needs no database.
    sql: postgres('postgres://127.0.0.1:1/none'),
    notifier: nobody,
    random: Math.random,
    randomUuid: randomUUID,
    randomBytes,
    now: Date.now,
    findCaller: async () => undefined,
  });
  const response = await api.request('/api/openapi.json');
  expect(response.status).toBe(200);
  return response.json();
}

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
    const text = `${JSON.stringify(await documentServed(), null, 2)}\n`;
    await expect(text).toMatchFileSnapshot('../../../docs/openapi.json');
  });

  it('names every operation once, with the role it needs', async () => {
    const { openapi, paths } = outline.parse(await documentServed());
    expect(openapi).toBe('3.1.0');
    const operations = Object.values(paths).flatMap((path) => Object.values(path));
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    const open = operations
      .filter(({ security }) => security.length === 0)
      .map(({ operationId }) => operationId);
    expect(open).toEqual(['getOpenApiDocument']);
  });
});
