import { beforeEach, describe, expect, it } from 'vitest';
import { keyRecord, NOW, OWN, secretOf } from '../../../test/support/edge/test-edge.ts';
import { createAuthorizer } from '../../core/api/authorizer.ts';
import { createKeyRing, type KeyRing } from '../../core/model/key-ring.ts';
import { ROUTES } from '../../core/model/routes.ts';
import { createKeyResolver } from '../../core/state/keys/key-resolver.ts';
import { sha256Hex } from '../../core/state/keys/sha256.ts';
import { createRefreshingAuthorizer } from './refreshing-authorizer.ts';

let ring: KeyRing;
let refreshed: string[];

beforeEach(async () => {
  ring = createKeyRing([await keyRecord('client', 'own', [OWN]), await keyRecord('server', 'own', [OWN])]);
  refreshed = [];
});

async function authorize(
  route: 'evaluate' | 'ofrepBulk' | 'ofrepSingle' | 'stream' | 'events',
  secret: string,
) {
  const source = {
    keys: () => ring,
    environment: () => undefined,
    streamSecret: () => undefined,
    allowedOrigins: () => undefined,
  };
  const inner = createAuthorizer(source, createKeyResolver(sha256Hex), () => NOW);
  const authorizer = createRefreshingAuthorizer(inner, async (id) => {
    await Promise.resolve();
    refreshed.push(id);
  });
  const key = [`Bearer ${secret}`, ROUTES[route].access] as const;
  return authorizer.authorizeKnown(...key) ?? authorizer.authorizeUnknown(...key);
}

describe('the authorizer of an isolate', () => {
  it.each(['evaluate', 'ofrepBulk', 'ofrepSingle'] as const)(
    'brings the flags up to date before a request to %s is evaluated',
    async (route) => {
      for (const kind of ['client', 'server'] as const) {
        expect((await authorize(route, secretOf(kind, 'own'))).credential).toMatchObject({ kind });
      }
      expect(refreshed).toEqual([OWN, OWN]);
    },
  );

  it.each(['stream', 'events'] as const)('leaves the flags alone for %s', async (route) => {
    expect((await authorize(route, secretOf('server', 'own'))).credential).toBeDefined();
    expect(refreshed).toEqual([]);
  });

  it('leaves the flags alone for a key that opens nothing', async () => {
    expect((await authorize('evaluate', secretOf('client', 'unknown'))).refusal).toMatchObject({
      status: 401,
    });
    expect((await authorize('events', secretOf('client', 'own'))).refusal).toMatchObject({ status: 403 });
    expect(refreshed).toEqual([]);
  });
});
