import { isJsonEqual } from '../../shared/model/json-equal.ts';
import { type ApiCredential, mintCredential } from '../model/api-credential.ts';
import { LIMITS } from '../model/limits.ts';
import { applyPatch, type Patch } from '../model/patch.ts';
import { invalidRequest, RequestError, resourceNotFound } from '../model/request-error.ts';
import type { Caller } from '../model/role.ts';
import {
  type ApiTokenRow,
  findApiToken,
  insertApiToken,
  listApiTokens,
  revokeApiToken,
} from '../store/access/api-tokens.ts';
import {
  deleteUser,
  findUser,
  hasWorkingAdmin,
  insertUser,
  isEmailTaken,
  listUsers,
  lockUsers,
  type UserRow,
  type UserText,
  updateUser,
} from '../store/access/users.ts';
import { type Change, type DomainDeps, runChange } from './change.ts';
import { type Page, toPage } from './page.ts';

export type { ApiTokenRow } from '../store/access/api-tokens.ts';
export type { UserRow } from '../store/access/users.ts';

/** A token at the one moment its secret is known. */
export interface MintedApiToken {
  readonly row: ApiTokenRow;
  readonly credential: ApiCredential;
}

const textOf = ({ email, name, role }: UserText): UserText => ({ email, name, role });

export function createUsers(deps: DomainDeps) {
  const get = async (id: string): Promise<UserRow> => {
    const user = await findUser(deps.sql, id);
    if (!user) throw resourceNotFound(`user ${id}`);
    return user;
  };
  return {
    get,

    list: async (limit: number, after: string | undefined): Promise<Page<UserRow>> =>
      toPage(await listUsers(deps.sql, limit + 1, after), limit, (user) => user.id),

    create: (caller: Caller, user: UserText): Promise<UserRow> =>
      runChange(deps, caller, async (change) => {
        await lockUsers(change.tx);
        await refuseTakenEmail(change, user.email);
        const row = await insertUser(change.tx, user);
        audit(change, 'user', row.id, 'create', undefined, textOf(row));
        return row;
      }),

    update: (caller: Caller, id: string, patch: Patch<UserText>): Promise<UserRow> =>
      runChange(deps, caller, async (change) => {
        const before = await lockUser(change, id);
        const oldValue = textOf(before);
        const newValue = applyPatch(oldValue, patch);
        if (isJsonEqual(oldValue, newValue)) return before;
        await refuseTakenEmail(change, newValue.email, id);
        if (before.role === 'admin' && newValue.role !== 'admin')
          await refuseLastAdmin(change, { userId: id });
        audit(change, 'user', id, 'update', oldValue, newValue);
        return updateUser(change.tx, id, newValue);
      }),

    /** The user's tokens stop working. */
    remove: (caller: Caller, id: string): Promise<void> =>
      runChange(deps, caller, async (change) => {
        const before = await lockUser(change, id);
        if (before.role === 'admin') await refuseLastAdmin(change, { userId: id });
        await deleteUser(change.tx, id);
        audit(change, 'user', id, 'delete', textOf(before), undefined);
      }),

    listTokens: async (userId: string): Promise<readonly ApiTokenRow[]> => {
      await get(userId);
      return listApiTokens(deps.sql, userId, LIMITS.page);
    },

    createToken: (
      caller: Caller,
      userId: string,
      token: { readonly name: string; readonly expiresAt: Date | null },
    ): Promise<MintedApiToken> =>
      runChange(deps, caller, async (change) => {
        await lockUser(change, userId);
        if (token.expiresAt !== null && token.expiresAt.getTime() <= deps.now()) {
          throw invalidRequest([{ path: 'expiresAt', message: 'must be in the future' }]);
        }
        const credential = mintCredential('api', deps.randomBytes);
        const { hash, hint } = credential;
        const row = await insertApiToken(change.tx, { ...token, userId, hash, hint });
        const { name, expiresAt } = row;
        audit(change, 'api_token', row.id, 'create', undefined, { userId, name, hint, expiresAt });
        return { row, credential };
      }),

    revokeToken: (caller: Caller, userId: string, id: string): Promise<void> =>
      runChange(deps, caller, async (change) => {
        await lockUser(change, userId);
        const token = await findApiToken(change.tx, userId, id);
        if (!token) throw resourceNotFound(`token ${id} of this user`);
        if (token.revokedAt !== null) return;
        await refuseLastAdmin(change, { tokenId: id });
        await revokeApiToken(change.tx, id);
        const { name, hint, expiresAt } = token;
        audit(change, 'api_token', id, 'revoke', { userId, name, hint, expiresAt }, undefined);
      }),
  };
}

async function lockUser(change: Change, id: string): Promise<UserRow> {
  await lockUsers(change.tx);
  const user = await findUser(change.tx, id);
  if (!user) throw resourceNotFound(`user ${id}`);
  return user;
}

async function refuseTakenEmail(change: Change, email: string, exceptId?: string): Promise<void> {
  if (!(await isEmailTaken(change.tx, email, exceptId))) return;
  throw new RequestError('CONFLICT', 'There is a user with this email address already.');
}

async function refuseLastAdmin(
  change: Change,
  except: { readonly userId: string } | { readonly tokenId: string },
): Promise<void> {
  if (await hasWorkingAdmin(change.tx, except)) return;
  throw new RequestError(
    'CONFLICT',
    'No other admin holds a token that works; nobody could manage this installation afterwards.',
  );
}

function audit(
  change: Change,
  resourceType: 'user' | 'api_token',
  resourceId: string,
  action: 'create' | 'update' | 'delete' | 'revoke',
  oldValue: unknown,
  newValue: unknown,
): void {
  change.audit({ projectId: null, action, resourceType, resourceId, oldValue, newValue });
}
