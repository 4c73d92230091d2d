import type { SdkKeyKind } from '../../shared/keys/sdk-key.ts';
import { type ApiCredential, createCredential } from '../model/api-credential.ts';
import { LIMITS } from '../model/limits.ts';
import { type Fault, invalidRequest, RequestError } from '../model/request-error.ts';
import type { Caller } from '../model/role.ts';
import {
  countLiveSdkKeys,
  expireSdkKey,
  findSdkKey,
  insertSdkKey,
  listSdkKeys,
  type NewSdkKey,
  revokeSdkKey,
  revokeSdkKeys,
  type SdkKeyRow,
} from '../store/access/sdk-keys.ts';
import type { AuditedResource } from '../store/changes/audit-entries.ts';
import type { LockedEnvironment } from '../store/changes/locks.ts';
import type { Queryable } from '../store/database/transaction.ts';
import { type Change, type DomainDeps, runChange } from './change/change.ts';
import { orNotFound, requireProject } from './change/or-not-found.ts';
import { type Page, readPage } from './page.ts';

export type { SdkKeyRow } from '../store/access/sdk-keys.ts';

/** The content of a request for a new key. */
export interface SdkKeyRequest {
  readonly kind: SdkKeyKind;
  readonly name: string;
  /** Exactly one for client and server keys; any number for relay keys. */
  readonly environmentKeys?: readonly string[] | undefined;
  /** Relay keys only: every environment of the project, including future ones. */
  readonly allEnvironments?: boolean | undefined;
  readonly expiresAt?: Date | null | undefined;
}

/** A key with its secret, which is known only when the key is created. */
export interface CreatedSdkKey {
  readonly row: SdkKeyRow;
  readonly credential: ApiCredential;
}

type KeyDeps = Pick<DomainDeps, 'randomBytes' | 'now'>;

export function createSdkKeys(deps: DomainDeps) {
  const { sql } = deps;
  return {
    get: async (projectId: string, id: string): Promise<SdkKeyRow> => {
      await requireProject(sql, projectId);
      return requireKey(sql, projectId, id);
    },

    list: async (projectId: string, limit: number, before: string | undefined): Promise<Page<SdkKeyRow>> => {
      await requireProject(sql, projectId);
      const read = (count: number) => listSdkKeys(sql, projectId, count, before);
      return readPage(limit, read, (key) => key.id);
    },

    create: (caller: Caller, projectId: string, request: SdkKeyRequest): Promise<CreatedSdkKey> =>
      runChange(deps, caller, (change) => create(change, deps, projectId, request)),

    /**
     * Creates a key of the same kind and scope that expires when the old key would have. The old key works until
     * `oldKeyExpiresAt`.
     */
    rotate: (caller: Caller, projectId: string, id: string, oldKeyExpiresAt: Date): Promise<CreatedSdkKey> =>
      runChange(deps, caller, (change) => rotate(change, deps, { projectId, id, oldKeyExpiresAt })),

    revoke: (caller: Caller, projectId: string, id: string): Promise<void> =>
      runChange(deps, caller, (change) => revoke(change, projectId, id)),
  };
}

function requireKey(sql: Queryable, projectId: string, id: string): Promise<SdkKeyRow> {
  return orNotFound(findSdkKey(sql, projectId, id), `key ${id} in this project`);
}

async function lockKey(change: Change, projectId: string, id: string): Promise<SdkKeyRow> {
  await change.lockProject(projectId);
  return requireKey(change.tx, projectId, id);
}

const keyResource = (projectId: string, resourceId: string): AuditedResource => ({
  projectId,
  resourceType: 'sdk_key',
  resourceId,
});

/** What an audit entry contains of a key: not its hash. */
const auditedKey = (key: SdkKeyRow) => {
  const { kind, name, hint, allEnvironments, environmentKeys, expiresAt, revokedAt } = key;
  return { kind, name, hint, allEnvironments, environmentKeys, expiresAt, revokedAt };
};

async function create(
  change: Change,
  deps: KeyDeps,
  projectId: string,
  request: SdkKeyRequest,
): Promise<CreatedSdkKey> {
  await change.lockProject(projectId);
  const environments = await change.lockEnvironments(projectId);
  const faults = validateRequest(request, environments, deps.now());
  if (faults.length > 0) throw invalidRequest(faults);
  const named = request.environmentKeys ?? [];
  return insertKey(change, deps, projectId, {
    kind: request.kind,
    name: request.name,
    allEnvironments: request.allEnvironments ?? false,
    environmentIds: environments.flatMap(({ id, key }) => (named.includes(key) ? id : [])),
    expiresAt: request.expiresAt ?? null,
  });
}

async function rotate(
  change: Change,
  deps: KeyDeps,
  rotation: { readonly projectId: string; readonly id: string; readonly oldKeyExpiresAt: Date },
): Promise<CreatedSdkKey> {
  const { projectId, id, oldKeyExpiresAt } = rotation;
  const old = await lockKey(change, projectId, id);
  if (old.revokedAt !== null || isPast(old.expiresAt, deps.now())) {
    throw new RequestError('CONFLICT', 'The key is revoked or expired; create a new one.');
  }
  if (isPast(oldKeyExpiresAt, deps.now())) {
    const message = 'must be in the future; to end a key now, revoke it';
    throw invalidRequest([{ path: 'oldKeyExpiresAt', message }]);
  }
  const created = await insertKey(change, deps, projectId, old);
  const expiring = await expireSdkKey(change.tx, id, oldKeyExpiresAt);
  change.audit('update', keyResource(projectId, id), {
    oldValue: auditedKey(old),
    newValue: auditedKey(expiring),
  });
  return created;
}

async function revoke(change: Change, projectId: string, id: string): Promise<void> {
  const key = await lockKey(change, projectId, id);
  if (key.revokedAt !== null) return;
  await revokeSdkKey(change.tx, id);
  await change.takeKeysVersion(projectId);
  change.audit('revoke', keyResource(projectId, id), { oldValue: auditedKey(key) });
}

/** Revokes the keys of a locked project, or those of one environment that have access to nothing else. */
export async function revokeKeysWith(
  change: Change,
  projectId: string,
  environmentId?: string,
): Promise<void> {
  const scope = environmentId === undefined ? { projectId } : { environmentId };
  for (const key of await revokeSdkKeys(change.tx, scope)) {
    change.audit('revoke', keyResource(projectId, key.id), { oldValue: auditedKey(key) });
  }
}

async function insertKey(
  change: Change,
  { randomBytes }: Pick<DomainDeps, 'randomBytes'>,
  projectId: string,
  key: Omit<NewSdkKey, 'hash' | 'hint'>,
): Promise<CreatedSdkKey> {
  if ((await countLiveSdkKeys(change.tx, projectId)) >= LIMITS.keysPerProject) {
    throw new RequestError(
      'CONFLICT',
      `A project has at most ${LIMITS.keysPerProject} working keys. Revoke one first.`,
    );
  }
  const credential = createCredential(key.kind, randomBytes);
  const { hash, hint } = credential;
  const row = await insertSdkKey(change.tx, projectId, change.caller.userId, { ...key, hash, hint });
  await change.takeKeysVersion(projectId);
  change.audit('create', keyResource(projectId, row.id), { newValue: auditedKey(row) });
  return { row, credential };
}

function validateRequest(
  request: SdkKeyRequest,
  environments: readonly LockedEnvironment[],
  now: number,
): readonly Fault[] {
  const named = request.environmentKeys ?? [];
  const faults = [...validateScope(request, named)];
  named.forEach((key, index) => {
    if (environments.some((environment) => environment.key === key)) return;
    faults.push({ path: `environmentKeys[${index}]`, message: `there is no environment "${key}"` });
  });
  if (isPast(request.expiresAt ?? null, now)) {
    faults.push({ path: 'expiresAt', message: 'must be in the future' });
  }
  return faults;
}

/** Client and server keys name one environment. A relay key either names environments or has access to all. */
function validateScope(
  { kind, allEnvironments = false }: SdkKeyRequest,
  named: readonly string[],
): readonly Fault[] {
  if (kind === 'relay') {
    if (named.length > 0 !== allEnvironments) return [];
    const message = 'a relay key needs either environment keys or allEnvironments: true, not both';
    return [{ path: 'environmentKeys', message }];
  }
  const faults: Fault[] = [];
  if (allEnvironments) faults.push({ path: 'allEnvironments', message: 'is for relay keys only' });
  if (named.length !== 1) {
    const message = `must name exactly one environment for a ${kind} key`;
    faults.push({ path: 'environmentKeys', message });
  }
  return faults;
}

const isPast = (time: Date | null, now: number): boolean => time !== null && time.getTime() <= now;
