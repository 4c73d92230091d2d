import { describe, expect, it } from 'vitest';
import { lacksClaims, readPerson } from './read-person.ts';

const ISSUER = 'https://id.example.com';
const ANA = { iss: ISSUER, sub: 'ana' };

describe('readPerson', () => {
  it.each([
    [{ name: ' Ana Ng ' }, 'Ana Ng'],
    [{ name: 'A\0n\u0007a\n' }, 'Ana'],
    [{ name: '\ud800Ana\udc00' }, 'Ana'],
    [{ name: '\u202eanA\u2066' }, 'anA'],
    [{ name: '👩‍👩‍👧 Ana' }, '👩‍👩‍👧 Ana'],
    [{ name: '\0\0', preferred_username: 'ana.ng' }, 'ana.ng'],
    [{ name: 7, preferred_username: ['ana'], email: 'ana@example.org' }, 'ana@example.org'],
    [{ name: null, preferred_username: {} }, 'ana'],
    [{ name: '𝒜'.repeat(300) }, '𝒜'.repeat(200)],
    [{ name: 'a'.repeat(100_000) }, 'a'.repeat(200)],
  ])('makes of %j a name that can be stored', (claims, name) => {
    expect(readPerson({ ...ANA, ...claims }, 'groups').name).toBe(name);
  });

  it.each([
    [{ email: 'ana@example.org' }, 'ana@example.org'],
    [{ email: 'ana@example.org', email_verified: true }, 'ana@example.org'],
    [{ email: 'ana@example.org', email_verified: false }, null],
    [{ email: 'ana@example.org\0' }, null],
    [{ email: 'ana' }, null],
    [{ email: `${'a'.repeat(320)}@example.org` }, null],
    [{ email: ['ana@example.org'] }, null],
    [{ email: {} }, null],
    [{}, null],
  ])('reads of %j the email address %j', (claims, email) => {
    expect(readPerson({ ...ANA, ...claims }, 'groups').email).toBe(email);
  });

  it.each([
    [{ groups: ['admins', 'staff'] }, ['admins', 'staff']],
    [{ groups: 'admins' }, ['admins']],
    [{ groups: ['admins', 7, null, ['staff'], { name: 'x' }] }, ['admins']],
    [{ groups: { admins: true } }, []],
    [{ groups: 7 }, []],
    [{ groups: true }, []],
    [{ groups: null }, []],
    [{}, []],
  ])('reads of %j the groups %j', (claims, groups) => {
    expect(readPerson({ ...ANA, ...claims }, 'groups').groups).toEqual(groups);
  });

  it('finds groups by a path, and by a name with dots first', () => {
    const claims = { ...ANA, realm_access: { roles: ['admins'] }, 'https://example.com/groups': ['staff'] };
    expect(readPerson(claims, 'realm_access.roles').groups).toEqual(['admins']);
    expect(readPerson(claims, 'https://example.com/groups').groups).toEqual(['staff']);
    for (const inherited of ['constructor', '__proto__', 'constructor.name', 'toString']) {
      expect(readPerson(claims, inherited).groups).toEqual([]);
    }
  });

  it.each([
    { sub: '' },
    { sub: 7 },
    { sub: null },
    { sub: ['ana'] },
    { sub: 'a\0' },
    { sub: 'a\ud800' },
    { sub: 'a'.repeat(256) },
    { iss: '' },
    { iss: `${ISSUER}\n` },
    { iss: `https://${'a'.repeat(2_000)}` },
  ])('refuses %j', (claims) => {
    expect(() => readPerson({ ...ANA, ...claims }, 'groups')).toThrow(
      expect.objectContaining({ code: 'ANSWER_INVALID' }),
    );
  });
});

describe('lacksClaims', () => {
  it('says whether the user info may have more', () => {
    const all = { ...ANA, name: 'Ana', email: 'ana@example.org', groups: [] };
    expect(lacksClaims(all, 'groups')).toBe(false);
    expect(lacksClaims(all, 'roles')).toBe(true);
    expect(lacksClaims(ANA, 'groups')).toBe(true);
  });
});
