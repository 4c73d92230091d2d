import { ApiCredential, mintCredential } from '../model/api-credential.ts';
import { insertApiToken, isFirstToken } from '../store/access/api-tokens.ts';
import { insertUser, SYSTEM_USER_ID } from '../store/access/users.ts';
import { type DomainDeps, runChange } from './change.ts';

const FIRST_ADMIN = { email: 'admin@localhost', name: 'First admin', role: 'admin' } as const;

/**
 * Makes the first admin with a token where no token was ever made. Of two control planes that start at
 * once, one does.
 *
 * @param given the token to use; one is made when omitted
 * @returns the token where it was made here, to be told once
 */
export async function makeFirstAdmin(
  deps: DomainDeps,
  given: string | undefined,
): Promise<ApiCredential | undefined> {
  const system = { userId: SYSTEM_USER_ID, role: 'admin' } as const;
  return runChange(deps, system, async (change) => {
    if (!(await isFirstToken(change.tx))) return undefined;
    const credential =
      given === undefined ? mintCredential('api', deps.randomBytes) : new ApiCredential(given);
    const { hash, hint } = credential;
    const user = await insertUser(change.tx, FIRST_ADMIN);
    const token = { userId: user.id, name: 'First token', hash, hint, expiresAt: null };
    const { id } = await insertApiToken(change.tx, token);
    const entry = { projectId: null, action: 'create' } as const;
    change.audit({ ...entry, resourceType: 'user', resourceId: user.id, newValue: FIRST_ADMIN });
    const { name, userId } = token;
    change.audit({ ...entry, resourceType: 'api_token', resourceId: id, newValue: { userId, name, hint } });
    return given === undefined ? credential : undefined;
  });
}
