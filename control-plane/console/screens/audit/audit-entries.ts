import type { components } from '../../../../shared/management-client/openapi.ts';

export type AuditEntry = components['schemas']['AuditEntry'];

/** What entries are about, in words. */
export const RESOURCE_NAMES: Readonly<Record<string, string>> = {
  project: 'project',
  environment: 'environment',
  flag: 'flag',
  flag_environment: 'settings of a flag in an environment',
  rule: 'rule',
  segment: 'segment',
  sdk_key: 'SDK key',
  user: 'user',
  api_token: 'API token',
  webhook: 'webhook',
  change_set: 'change set',
  personal_value: 'personal value',
};

const VERBS: Readonly<Record<string, string>> = {
  create: 'created',
  update: 'changed',
  delete: 'deleted',
  archive: 'archived',
  restore: 'restored',
  promote: 'promoted',
  read: 'read',
  request_review: 'asked for a review of',
  approve: 'approved',
  schedule: 'scheduled',
  unschedule: 'took back the schedule of',
  discard: 'discarded',
  apply: 'applied',
  erase: 'erased',
};

/** "changed flag new-checkout": what an entry says, without who did it. */
export function entryText(entry: AuditEntry): string {
  const verb = VERBS[entry.action] ?? entry.action.replaceAll('_', ' ');
  const resource = RESOURCE_NAMES[entry.resourceType] ?? entry.resourceType.replaceAll('_', ' ');
  const name = nameIn(entry.newValue) ?? nameIn(entry.oldValue);
  return name === undefined ? `${verb} ${resource}` : `${verb} ${resource} ${name}`;
}

/** The key or the name of a resource, as the values of its entries have it. */
function nameIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const members: Readonly<Record<string, unknown>> = { ...value };
  const flag = members.flagKey;
  const environment = members.environmentKey;
  if (typeof flag === 'string') return typeof environment === 'string' ? `${flag} in ${environment}` : flag;
  const name = members.key ?? members.name ?? members.url;
  return typeof name === 'string' ? name : undefined;
}
