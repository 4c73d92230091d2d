import { type ApiCredential, createCredential } from '../model/api-credential.ts';
import { LIMITS } from '../model/limits.ts';
import { invalidRequest, RequestError } from '../model/request-error.ts';
import type { Caller, Right } from '../model/role.ts';
import {
  type ApiTokenRow,
  countLiveApiTokens,
  findApiToken,
  insertApiToken,
  listApiTokens,
  revokeApiToken,
} from '../store/access/api-tokens.ts';
import { type Change, type DomainDeps, runChange } from './change/change.ts';
import { orNotFound, requireProject } from './change/or-not-found.ts';
import { type Page, readPage } from './page.ts';
import { auditedToken, tokenResource } from './token-audit.ts';
import { assertAnotherAdmin, lockUser, requireUser } from './users.ts';

export type { ApiTokenRow } from '../store/access/api-tokens.ts';

interface NewApiToken {
  readonly name: string;
  /** `null`: never; `undefined`: the default. */
  readonly expiresAt: Date | null | undefined;
  readonly onlyProjectId: string | null;
  readonly isReadOnly: boolean;
  /** Only of a read-only token: another one gives all rights of its user. */
  readonly rights: readonly Right[];
}

/** A token with its secret, which is known only when the token is created. */
export interface CreatedApiToken {
  readonly row: ApiTokenRow;
  readonly credential: ApiCredential;
}

/** The API tokens of users. */
export function createApiTokens(deps: DomainDeps) {
  return {
    /** The tokens of a user, newest first. @param before the id of the last token of the previous page */
    list: async (userId: string, limit: number, before: string | undefined): Promise<Page<ApiTokenRow>> => {
      await requireUser(deps.sql, userId);
      const read = (count: number) => listApiTokens(deps.sql, userId, count, before);
      return readPage(limit, read, (token) => token.id);
    },

    create: (caller: Caller, userId: string, token: NewApiToken): Promise<CreatedApiToken> =>
      runChange(deps, caller, (change) => create(change, deps, userId, token)),

    revoke: (caller: Caller, userId: string, id: string): Promise<void> =>
      runChange(deps, caller, (change) => revoke(change, userId, id)),
  };
}

async function create(
  change: Change,
  deps: Pick<DomainDeps, 'randomBytes' | 'now'>,
  userId: string,
  token: NewApiToken,
): Promise<CreatedApiToken> {
  await lockUser(change, userId);
  if (token.onlyProjectId !== null) await requireProject(change.tx, token.onlyProjectId);
  if (token.expiresAt && token.expiresAt.getTime() <= deps.now()) {
    throw invalidRequest([{ path: 'expiresAt', message: 'must be in the future' }]);
  }
  if (token.rights.length > 0 && !token.isReadOnly) {
    throw invalidRequest([
      { path: 'rights', message: 'must be empty unless isReadOnly is true: other tokens give all rights' },
    ]);
  }
  if ((await countLiveApiTokens(change.tx, userId)) >= LIMITS.apiTokens) {
    throw new RequestError(
      'CONFLICT',
      `The user has ${LIMITS.apiTokens} tokens, which is the limit. Revoke one that is not used any more.`,
    );
  }
  const credential = createCredential('api', deps.randomBytes);
  const { hash, hint } = credential;
  const row = await insertApiToken(change.tx, { ...token, userId, hash, hint });
  change.audit('create', tokenResource(row.id), { newValue: auditedToken(row) });
  return { row, credential };
}

async function revoke(change: Change, userId: string, id: string): Promise<void> {
  await lockUser(change, userId);
  const token = await orNotFound(findApiToken(change.tx, userId, id), `token ${id} of this user`);
  if (token.revokedAt !== null) return;
  await assertAnotherAdmin(change, { tokenId: id });
  await revokeApiToken(change.tx, id);
  change.audit('revoke', tokenResource(id), { oldValue: auditedToken(token) });
}
