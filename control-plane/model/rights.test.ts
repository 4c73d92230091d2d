import { describe, expect, it } from 'vitest';
import { can, effectiveRole, hasRight, type RightsScope } from './rights.ts';
import type { Caller, GrantedRole, Role } from './role.ts';

const SHOP = 'shop';
const SCOPES: readonly RightsScope[] = [
  { kind: 'installation' },
  { kind: 'project', projectId: SHOP },
  { kind: 'environment', projectId: SHOP, environmentKey: 'production' },
  { kind: 'environment', projectId: SHOP, environmentKey: 'staging' },
  { kind: 'anyEnvironment', projectId: SHOP },
];

const callerWith = (rights: Partial<Caller>): Caller => ({
  userId: 'u',
  kind: 'person',
  role: null,
  projectId: SHOP,
  grants: [],
  onlyProjectId: null,
  isReadOnly: false,
  tokenRights: [],
  ...rights,
});
const rolesOf = (rights: Partial<Caller>) => SCOPES.map((scope) => effectiveRole(callerWith(rights), scope));

const inProject = (role: Role): GrantedRole => ({ environmentKey: null, role, rights: [] });
const inProduction = (role: Role): GrantedRole => ({ environmentKey: 'production', role, rights: [] });
const withRight = (grant: GrantedRole): GrantedRole => ({ ...grant, rights: ['contexts:read'] });

describe('the effective role in installation, project, production, staging, any environment', () => {
  it.each<[string, Partial<Caller>, readonly (Role | null)[]]>([
    ['without roles', {}, [null, null, null, null, null]],
    ['of an editor', { role: 'editor' }, ['editor', 'editor', 'editor', 'editor', 'editor']],
    [
      'with a role in the project',
      { grants: [inProject('admin')] },
      [null, 'admin', 'admin', 'admin', 'admin'],
    ],
    [
      'with a role in an environment: it reads the project',
      { grants: [inProduction('editor')] },
      [null, 'viewer', 'editor', 'viewer', 'editor'],
    ],
    [
      'is never lowered by a grant',
      { role: 'editor', grants: [inProject('viewer'), inProduction('viewer')] },
      ['editor', 'editor', 'editor', 'editor', 'editor'],
    ],
    [
      'is the highest of all',
      { role: 'viewer', grants: [inProject('editor'), inProduction('admin')] },
      ['viewer', 'editor', 'admin', 'editor', 'admin'],
    ],
    [
      'of grants in another project',
      { projectId: 'other', grants: [inProject('admin')] },
      [null, null, null, null, null],
    ],
    [
      'of an admin with a token for the project',
      { role: 'admin', onlyProjectId: SHOP },
      [null, 'admin', 'admin', 'admin', 'admin'],
    ],
    [
      'of an admin with a token for another project',
      { role: 'admin', grants: [inProject('admin')], onlyProjectId: 'other' },
      [null, null, null, null, null],
    ],
    [
      'of an admin with a token that only reads',
      { role: 'admin', grants: [inProject('admin')], isReadOnly: true },
      ['viewer', 'viewer', 'viewer', 'viewer', 'viewer'],
    ],
    ['of no role with a token that only reads', { isReadOnly: true }, [null, null, null, null, null]],
  ])('%s', (_, rights, expected) => {
    expect(rolesOf(rights)).toEqual(expected);
  });

  it('allows what a lower role may do', () => {
    const caller = callerWith({ grants: [inProject('editor')] });
    const scope: RightsScope = { kind: 'project', projectId: SHOP };
    expect(can(caller, scope, 'viewer')).toBe(true);
    expect(can(caller, scope, 'editor')).toBe(true);
    expect(can(caller, scope, 'admin')).toBe(false);
  });
});

describe('the right contexts:read in project, production, staging', () => {
  it.each<[string, Partial<Caller>, readonly [boolean, boolean, boolean]]>([
    ['of an editor', { role: 'editor', grants: [inProject('editor')] }, [false, false, false]],
    ['of an admin', { role: 'admin' }, [true, true, true]],
    ['of an admin of the project', { grants: [inProject('admin')] }, [true, true, true]],
    ['of an admin of production', { grants: [inProduction('admin')] }, [false, true, false]],
    ['of a viewer whose role carries it', { grants: [withRight(inProject('viewer'))] }, [true, true, true]],
    [
      'of one who has it in production',
      { grants: [withRight(inProduction('viewer'))] },
      [false, true, false],
    ],
    [
      'in another project',
      { projectId: 'other', grants: [withRight(inProject('admin'))] },
      [false, false, false],
    ],
    ['with a token that only reads', { role: 'admin', isReadOnly: true }, [false, false, false]],
    [
      'of an admin with a token that only reads and carries it',
      { role: 'admin', isReadOnly: true, tokenRights: ['contexts:read'] },
      [true, true, true],
    ],
    [
      'of one who has it in production, with a token that only reads and carries it',
      { grants: [withRight(inProduction('viewer'))], isReadOnly: true, tokenRights: ['contexts:read'] },
      [false, true, false],
    ],
    [
      'of an editor with a token that only reads and carries it',
      { role: 'editor', isReadOnly: true, tokenRights: ['contexts:read'] },
      [false, false, false],
    ],
    [
      'of an admin with a token for another project that only reads and carries it',
      { role: 'admin', isReadOnly: true, tokenRights: ['contexts:read'], onlyProjectId: 'other' },
      [false, false, false],
    ],
    [
      'with a token for another project',
      { grants: [withRight(inProject('admin'))], onlyProjectId: 'other' },
      [false, false, false],
    ],
    ['with a token for the project', { role: 'admin', onlyProjectId: SHOP }, [true, true, true]],
  ])('%s', (_, rights, expected) => {
    const scopes = [
      { kind: 'project', projectId: SHOP },
      { kind: 'environment', projectId: SHOP, environmentKey: 'production' },
      { kind: 'environment', projectId: SHOP, environmentKey: 'staging' },
    ] as const;
    expect(scopes.map((scope) => hasRight(callerWith(rights), scope, 'contexts:read'))).toEqual(expected);
  });
});
