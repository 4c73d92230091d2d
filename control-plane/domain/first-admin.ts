import { ApiCredential, createCredential } from '../model/api-credential.ts';
import { callerWithRole } from '../model/role.ts';
import { insertApiToken, isFirstToken } from '../store/access/api-tokens.ts';
import { insertUser, SYSTEM_USER_ID } from '../store/access/users.ts';
import { type DomainDeps, runChange } from './change/change.ts';

const FIRST_ADMIN = { kind: 'person', email: 'admin@localhost', name: 'First admin', role: 'admin' } as const;

/** It never expires, so that the installation can always be managed. */
const FIRST_TOKEN = { expiresAt: null, onlyProjectId: null, isReadOnly: false, rights: [] } as const;

/** The control plane itself, as the user of its changes. */
export const SYSTEM = callerWithRole(SYSTEM_USER_ID, 'admin', 'service');

/**
 * Creates the first admin with a token, unless the database has or had a token. If several control planes start at
 * once, exactly one of them creates it.
 *
 * @param givenToken the token to store; a random one is created if omitted
 * @returns the token if a random one was created, to be shown once
 */
export async function createFirstAdmin(
  deps: DomainDeps,
  givenToken: string | undefined,
): Promise<ApiCredential | undefined> {
  return runChange(deps, SYSTEM, async (change) => {
    if (!(await isFirstToken(change.tx))) return undefined;
    const credential =
      givenToken === undefined ? createCredential('api', deps.randomBytes) : new ApiCredential(givenToken);
    const { hash, hint } = credential;
    const user = await insertUser(change.tx, FIRST_ADMIN);
    const token = { userId: user.id, name: 'First token', hash, hint, ...FIRST_TOKEN };
    const { id } = await insertApiToken(change.tx, token);
    change.audit(
      'create',
      { projectId: null, resourceType: 'user', resourceId: user.id },
      { newValue: FIRST_ADMIN },
    );
    const newValue = { userId: token.userId, name: token.name, hint };
    change.audit('create', { projectId: null, resourceType: 'api_token', resourceId: id }, { newValue });
    return givenToken === undefined ? credential : undefined;
  });
}
