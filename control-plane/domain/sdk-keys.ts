import type { SdkKeyKind } from '../../shared/keys/sdk-key.ts';
import { type ApiCredential, mintCredential } from '../model/api-credential.ts';
import { LIMITS } from '../model/limits.ts';
import { type Fault, invalidRequest, RequestError, resourceNotFound } from '../model/request-error.ts';
import type { Caller } from '../model/role.ts';
import {
  countLiveSdkKeys,
  findSdkKey,
  insertSdkKey,
  limitSdkKey,
  listSdkKeys,
  type NewSdkKey,
  revokeSdkKey,
  type SdkKeyRow,
} from '../store/access/sdk-keys.ts';
import type { LockedEnvironment } from '../store/changes/locks.ts';
import { findProject } from '../store/projects/projects.ts';
import { type Change, type DomainDeps, runChange } from './change.ts';
import { type Page, toPage } from './page.ts';

export type { SdkKeyRow } from '../store/access/sdk-keys.ts';

/** What whoever asks for a key says about it. */
export interface SdkKeyRequest {
  readonly kind: SdkKeyKind;
  readonly name: string;
  /** One for client and server keys; any number for relay keys. */
  readonly environmentKeys?: readonly string[] | undefined;
  /** Relay keys only: every environment of the project, later ones included. */
  readonly allEnvironments?: boolean | undefined;
  readonly expiresAt?: Date | null | undefined;
}

/** A key at the one moment its secret is known. */
export interface MintedSdkKey {
  readonly row: SdkKeyRow;
  readonly credential: ApiCredential;
}

/** What the audit log says of a key: nothing that opens anything. */
const told = ({ kind, name, hint, allEnvironments, environmentKeys, expiresAt, revokedAt }: SdkKeyRow) => ({
  kind,
  name,
  hint,
  allEnvironments,
  environmentKeys,
  expiresAt,
  revokedAt,
});

export function createSdkKeys(deps: DomainDeps) {
  return {
    get: async (projectId: string, id: string): Promise<SdkKeyRow> => {
      const key = (await findProject(deps.sql, projectId)) && (await findSdkKey(deps.sql, projectId, id));
      if (!key) throw resourceNotFound(`key ${id} in this project`);
      return key;
    },

    list: async (projectId: string, limit: number, before: string | undefined): Promise<Page<SdkKeyRow>> => {
      if (!(await findProject(deps.sql, projectId))) throw resourceNotFound(`project ${projectId}`);
      return toPage(await listSdkKeys(deps.sql, projectId, limit + 1, before), limit, (key) => key.id);
    },

    create: (caller: Caller, projectId: string, request: SdkKeyRequest): Promise<MintedSdkKey> =>
      runChange(deps, caller, async (change) => {
        await change.lockProject(projectId);
        const environments = await change.lockEnvironments(projectId);
        const faults = checkRequest(request, environments, deps.now());
        if (faults.length > 0) throw invalidRequest(faults);
        const wanted = request.environmentKeys ?? [];
        return mint(deps, change, projectId, {
          kind: request.kind,
          name: request.name,
          allEnvironments: request.allEnvironments ?? false,
          environmentIds: environments.flatMap(({ id, key }) => (wanted.includes(key) ? id : [])),
          expiresAt: request.expiresAt ?? null,
        });
      }),

    /** A successor of the same kind and scope; the old key works until `oldKeyExpiresAt`. */
    rotate: (caller: Caller, projectId: string, id: string, oldKeyExpiresAt: Date): Promise<MintedSdkKey> =>
      runChange(deps, caller, async (change) => {
        const old = await lockKey(change, projectId, id);
        if (old.revokedAt !== null || isPast(old.expiresAt, deps.now())) {
          throw new RequestError('CONFLICT', 'The key does not work any more; create a new one.');
        }
        if (isPast(oldKeyExpiresAt, deps.now())) {
          throw invalidRequest([
            { path: 'oldKeyExpiresAt', message: 'must be in the future; revoke a key to end it now' },
          ]);
        }
        const minted = await mint(deps, change, projectId, { ...old, expiresAt: null });
        const limited = await limitSdkKey(change.tx, id, oldKeyExpiresAt);
        audit(change, projectId, id, 'update', told(old), told(limited));
        return minted;
      }),

    revoke: (caller: Caller, projectId: string, id: string): Promise<void> =>
      runChange(deps, caller, async (change) => {
        const key = await lockKey(change, projectId, id);
        if (key.revokedAt !== null) return;
        await revokeSdkKey(change.tx, id);
        await change.takeKeysVersion(projectId);
        audit(change, projectId, id, 'revoke', told(key), undefined);
      }),
  };
}

async function lockKey(change: Change, projectId: string, id: string): Promise<SdkKeyRow> {
  await change.lockProject(projectId);
  const key = await findSdkKey(change.tx, projectId, id);
  if (!key) throw resourceNotFound(`key ${id} in this project`);
  return key;
}

async function mint(
  deps: DomainDeps,
  change: Change,
  projectId: string,
  key: Omit<NewSdkKey, 'hash' | 'hint'>,
): Promise<MintedSdkKey> {
  if ((await countLiveSdkKeys(change.tx, projectId)) >= LIMITS.keysPerProject) {
    throw new RequestError(
      'CONFLICT',
      `A project has at most ${LIMITS.keysPerProject} keys that work. Revoke some.`,
    );
  }
  const credential = mintCredential(key.kind, deps.randomBytes);
  const { hash, hint } = credential;
  const row = await insertSdkKey(change.tx, projectId, change.caller.userId, { ...key, hash, hint });
  await change.takeKeysVersion(projectId);
  audit(change, projectId, row.id, 'create', undefined, told(row));
  return { row, credential };
}

function checkRequest(
  request: SdkKeyRequest,
  environments: readonly LockedEnvironment[],
  now: number,
): readonly Fault[] {
  const faults: Fault[] = [];
  const wanted = request.environmentKeys ?? [];
  if (request.kind !== 'relay') {
    if (request.allEnvironments) faults.push({ path: 'allEnvironments', message: 'is only for relay keys' });
    if (wanted.length !== 1) {
      const message = `must name exactly one environment for a ${request.kind} key`;
      faults.push({ path: 'environmentKeys', message });
    }
  } else if (wanted.length > 0 === (request.allEnvironments ?? false)) {
    faults.push({
      path: 'environmentKeys',
      message: 'name environments, or set allEnvironments to true: exactly one of the two for a relay key',
    });
  }
  wanted.forEach((key, index) => {
    if (environments.some((environment) => environment.key === key)) return;
    faults.push({ path: `environmentKeys[${index}]`, message: `there is no environment "${key}"` });
  });
  if (isPast(request.expiresAt ?? null, now))
    faults.push({ path: 'expiresAt', message: 'must be in the future' });
  return faults;
}

const isPast = (time: Date | null, now: number): boolean => time !== null && time.getTime() <= now;

function audit(
  change: Change,
  projectId: string,
  keyId: string,
  action: 'create' | 'update' | 'revoke',
  oldValue: unknown,
  newValue: unknown,
): void {
  change.audit({ projectId, action, resourceType: 'sdk_key', resourceId: keyId, oldValue, newValue });
}
