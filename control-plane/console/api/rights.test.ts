import { expect, test } from 'vitest';
import { rightsOf } from './rights.ts';
import type { SignedInUser } from './signed-in.ts';

const grant = (
  environmentKey: string | null,
  role: 'viewer' | 'editor' | 'admin',
  rights: 'contexts:read'[] = [],
) => ({
  projectId: 'p-1',
  environmentKey,
  role,
  rights,
});

function person(role: SignedInUser['role'], roles: SignedInUser['roles']): SignedInUser {
  return {
    user: { id: 'u-1', kind: 'person', email: 'ana@example.org', name: 'Ana' },
    hasPassword: true,
    role,
    roles,
    hasMoreRoles: false,
    session: null,
  };
}

test('nobody has rights before it is known who is signed in', () => {
  expect(rightsOf(undefined, 'p-1').isAtLeast('viewer')).toBe(false);
});

test('the highest of the roles counts, in its own project and environment only', () => {
  const signedIn = person('viewer', [grant(null, 'viewer'), grant('staging', 'editor')]);
  const rights = rightsOf(signedIn, 'p-1');
  expect(rights.isAtLeast('editor', 'staging')).toBe(true);
  expect(rights.isAtLeast('editor', 'production')).toBe(false);
  expect(rights.isAtLeast('editor')).toBe(false);
  expect(rightsOf(signedIn, 'p-2').isAtLeast('editor', 'staging')).toBe(false);
  expect(rights.isInstallation('viewer')).toBe(true);
  expect(rights.isInstallation('editor')).toBe(false);
});

test('contexts are read by admins and by who has the right for it', () => {
  expect(rightsOf(person('admin', []), 'p-1').readsContexts('staging')).toBe(true);
  expect(rightsOf(person('editor', []), 'p-1').readsContexts('staging')).toBe(false);
  const granted = rightsOf(person(null, [grant('staging', 'viewer', ['contexts:read'])]), 'p-1');
  expect(granted.readsContexts('staging')).toBe(true);
  expect(granted.readsContexts('production')).toBe(false);
});
