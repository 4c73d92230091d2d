import type { Precondition } from '../../model/entity-tag.ts';
import { LIMITS } from '../../model/limits.ts';
import { applyPatch, type Patch } from '../../model/patch.ts';
import { RequestError } from '../../model/request-error.ts';
import type { Caller } from '../../model/role.ts';
import type { SecretBox } from '../../model/secret-box.ts';
import type { AuditedResource } from '../../store/changes/audit-entries.ts';
import type { Queryable } from '../../store/database/transaction.ts';
import { holdDeliveries, releaseDeliveries } from '../../store/webhooks/webhook-deliveries.ts';
import {
  countWebhookEndpoints,
  deleteWebhookEndpoint,
  findWebhookEndpoint,
  insertWebhookEndpoint,
  listWebhookEndpoints,
  replaceWebhookSecret,
  resumeWebhookEndpoint,
  updateWebhookEndpoint,
  type WebhookEndpointRow,
  type WebhookFields,
} from '../../store/webhooks/webhook-endpoints.ts';
import type { AddressGuard } from '../../webhooks/address-guard.ts';
import { type Change, type DomainDeps, runChange } from '../change/change.ts';
import { orNotFound, requireProject } from '../change/or-not-found.ts';
import { type Page, readPage } from '../page.ts';
import { createWebhookSecret, requireSecretBox, type WebhookSecret } from './webhook-secret.ts';
import { assertWebhookUrl } from './webhook-url.ts';

export type { WebhookEndpointRow } from '../../store/webhooks/webhook-endpoints.ts';

/** What the operator has set for webhooks. */
export interface WebhookSettings {
  readonly guard: AddressGuard;
  /** Absent: endpoints cannot be created. */
  readonly secretBox?: SecretBox;
}

export interface WebhookDeps extends DomainDeps {
  readonly webhookSettings: WebhookSettings;
}

export interface WebhookPath {
  readonly projectId: string;
  readonly webhookId: string;
}

/** An endpoint that is to be changed. */
interface ExpectedWebhook extends WebhookPath {
  readonly precondition?: Precondition<WebhookEndpointRow>;
}

/** An endpoint with its secret, which is known only when the secret is made. */
export interface CreatedWebhook {
  readonly row: WebhookEndpointRow;
  readonly secret: WebhookSecret;
}

/** The webhook endpoints of projects. */
export function createWebhookEndpoints(deps: WebhookDeps) {
  const { sql } = deps;
  return {
    list: async (
      projectId: string,
      limit: number,
      after: string | undefined,
    ): Promise<Page<WebhookEndpointRow>> => {
      await requireProject(sql, projectId);
      const read = (count: number) => listWebhookEndpoints(sql, projectId, count, after);
      return readPage(limit, read, (endpoint) => endpoint.id);
    },

    get: async (path: WebhookPath): Promise<WebhookEndpointRow> => {
      await requireProject(sql, path.projectId);
      return requireWebhook(sql, path);
    },

    create: (caller: Caller, projectId: string, fields: WebhookFields): Promise<CreatedWebhook> =>
      runChange(deps, caller, (change) => create(change, deps, projectId, fields)),

    update: (
      caller: Caller,
      path: ExpectedWebhook,
      patch: Patch<WebhookFields>,
    ): Promise<WebhookEndpointRow> => runChange(deps, caller, (change) => update(change, deps, path, patch)),

    /** Makes a new secret. The one before signs, too, for that many hours. */
    rotateSecret: (caller: Caller, path: ExpectedWebhook, overlapHours: number): Promise<CreatedWebhook> =>
      runChange(deps, caller, (change) => rotateSecret(change, deps, path, overlapHours)),

    /** Serves an endpoint again that was paused. */
    resume: (caller: Caller, path: ExpectedWebhook): Promise<WebhookEndpointRow> =>
      runChange(deps, caller, (change) => resume(change, path)),

    remove: (caller: Caller, path: ExpectedWebhook): Promise<void> =>
      runChange(deps, caller, async (change) => {
        const before = await lockWebhook(change, path);
        await deleteWebhookEndpoint(change.tx, before.id);
        change.audit('delete', webhookResource(path), { oldValue: auditedFields(before) });
      }),
  };
}

/** @throws RequestError NOT_FOUND */
export function requireWebhook(
  sql: Queryable,
  { projectId, webhookId }: WebhookPath,
): Promise<WebhookEndpointRow> {
  return orNotFound(findWebhookEndpoint(sql, projectId, webhookId), `webhook ${webhookId} in this project`);
}

export async function lockWebhook(change: Change, path: ExpectedWebhook): Promise<WebhookEndpointRow> {
  await change.lockProject(path.projectId);
  const row = await requireWebhook(change.tx, path);
  path.precondition?.(row);
  return row;
}

export const webhookResource = ({ projectId, webhookId }: WebhookPath): AuditedResource => ({
  projectId,
  resourceType: 'webhook',
  resourceId: webhookId,
});

/** Viewers read the audit log, and paths of webhook URLs are often secret. So it has only the origin. */
const auditedFields = ({ url, description, eventTypes, enabled }: WebhookFields) => ({
  origin: new URL(url).origin,
  description,
  eventTypes,
  enabled,
});

async function create(
  change: Change,
  { webhookSettings, randomBytes, randomUuid }: WebhookDeps,
  projectId: string,
  fields: WebhookFields,
): Promise<CreatedWebhook> {
  const secretBox = requireSecretBox(webhookSettings.secretBox);
  assertWebhookUrl(fields.url, webhookSettings.guard);
  await change.lockProject(projectId);
  if ((await countWebhookEndpoints(change.tx, projectId)) >= LIMITS.webhooksPerProject) {
    throw new RequestError('CONFLICT', `A project has at most ${LIMITS.webhooksPerProject} webhooks.`);
  }
  const id = randomUuid();
  const secret = createWebhookSecret(randomBytes);
  const sealedSecret = secret.sealFor(id, secretBox);
  const { userId } = change.caller;
  const row = await insertWebhookEndpoint(change.tx, { ...fields, id, projectId, userId, sealedSecret });
  change.audit('create', webhookResource({ projectId, webhookId: id }), { newValue: auditedFields(fields) });
  return { row, secret };
}

async function update(
  change: Change,
  { webhookSettings }: WebhookDeps,
  path: ExpectedWebhook,
  patch: Patch<WebhookFields>,
): Promise<WebhookEndpointRow> {
  if (patch.url !== undefined) assertWebhookUrl(patch.url, webhookSettings.guard);
  const before = await lockWebhook(change, path);
  const { url, description, eventTypes, enabled } = before;
  const fields = applyPatch<WebhookFields>({ url, description, eventTypes, enabled }, patch);
  const row = await updateWebhookEndpoint(change.tx, before.id, fields);
  await holdOrRelease(change, row);
  change.audit('update', webhookResource(path), {
    oldValue: auditedFields(before),
    newValue: { ...auditedFields(fields), ...(url === fields.url ? {} : { isNewUrl: true }) },
  });
  return row;
}

async function rotateSecret(
  change: Change,
  { webhookSettings, randomBytes }: WebhookDeps,
  path: ExpectedWebhook,
  overlapHours: number,
): Promise<CreatedWebhook> {
  const secretBox = requireSecretBox(webhookSettings.secretBox);
  const { id } = await lockWebhook(change, path);
  const secret = createWebhookSecret(randomBytes);
  const row = await replaceWebhookSecret(change.tx, id, secret.sealFor(id, secretBox), overlapHours);
  change.audit('update', webhookResource(path), { newValue: { isSecretRotated: true, overlapHours } });
  return { row, secret };
}

async function resume(change: Change, path: ExpectedWebhook): Promise<WebhookEndpointRow> {
  const { id, pausedAt, pauseReason } = await lockWebhook(change, path);
  if (pausedAt === null) throw new RequestError('CONFLICT', 'The webhook is not paused.');
  const row = await resumeWebhookEndpoint(change.tx, id);
  await holdOrRelease(change, row);
  change.audit('update', webhookResource(path), {
    oldValue: { isPaused: true, pauseReason },
    newValue: { isPaused: false },
  });
  return row;
}

async function holdOrRelease({ tx }: Change, { id, enabled, pausedAt }: WebhookEndpointRow): Promise<void> {
  if (enabled && pausedAt === null) await releaseDeliveries(tx, id);
  else await holdDeliveries(tx, id);
}
