import { describe, expect, it } from 'vitest';
import { parseGroupRoles, roleOfGroups } from './group-roles.ts';

describe('parseGroupRoles', () => {
  it('reads groups with their roles, whatever characters a group has', () => {
    expect(
      parseGroupRoles('sf-admins=admin, staff=none,cn=ops%2Cou=it=editor,100%25=viewer,größe=viewer'),
    ).toEqual(
      new Map([
        ['sf-admins', 'admin'],
        ['staff', 'none'],
        ['cn=ops,ou=it', 'editor'],
        ['100%', 'viewer'],
        ['größe', 'viewer'],
      ]),
    );
  });

  it.each([
    ['admins', 'part 1 is none'],
    ['=admin', 'part 1 is none'],
    ['a=admin,', 'part 2 is none'],
    ['a=owner', 'part 1 is none'],
    ['a=Admin', 'part 1 is none'],
    ['a=admin,b%=viewer', 'raw "%" in part 2'],
    ['a=admin,%61=viewer', 'names the group of part 2 twice'],
    ['a=viewer,'.repeat(1_001), 'not have more than 1000 groups'],
  ])('refuses %j', (text, message) => {
    expect(() => parseGroupRoles(text)).toThrow(message);
  });
});

describe('roleOfGroups', () => {
  const roles = parseGroupRoles('all=none,readers=viewer,writers=editor,admins=admin,__proto__=none');

  it.each([
    [['readers', 'admins', 'writers'], 'admin'],
    [['all', 'readers'], 'viewer'],
    [['all'], 'none'],
    [['__proto__'], 'none'],
    [['Admins', 'constructor', 'toString', ' admins'], undefined],
    [[], undefined],
  ] as const)('gives to %j the highest role, %s', (groups, role) => {
    expect(roleOfGroups(roles, groups)).toBe(role);
  });
});
