import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProject, startTestControlPlane, type TestControlPlane } from '../testing/api-client.ts';

let plane: TestControlPlane;
beforeAll(async () => {
  plane = await startTestControlPlane();
});
afterAll(() => plane.stop());

describe('a new flag', () => {
  it('of type boolean is off, has on and off, and a fallthrough serving on, in every environment', async () => {
    const projectId = await createProject(plane.api, ['staging', 'production']);
    const created = await plane.api('POST', `/api/projects/${projectId}/flags`, {
      key: 'new-checkout',
      type: 'boolean',
    });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      key: 'new-checkout',
      name: 'new-checkout',
      clientSide: false,
      archived: false,
    });
    for (const environment of ['staging', 'production']) {
      const path = `/api/projects/${projectId}/flags/new-checkout/environments/${environment}`;
      const { status, body } = await plane.api('GET', path);
      expect(status).toBe(200);
      expect(body).toEqual({
        enabled: false,
        defaultValue: false,
        variations: [
          { key: 'on', value: true, name: 'On', description: '' },
          { key: 'off', value: false, name: 'Off', description: '' },
        ],
        prerequisites: [],
        rules: [
          {
            id: expect.any(String),
            priority: 1000,
            description: 'Everybody',
            conditions: [],
            serve: { variation: 'on' },
          },
        ],
        version: 2,
      });
    }
  });
});
