import { isUuid } from '../../shared/model/uuid.ts';

/** Flags or segments of an environment changed. */
export const ENVIRONMENT_UPDATES = 'environment_updates';
/** Keys or environments of a project changed. */
export const PROJECT_KEYS_UPDATES = 'project_keys_updates';

export interface Hint {
  readonly kind: 'environment' | 'project';
  /** UUID, lower case. */
  readonly id: string;
}

export function environmentHint(environmentId: string): string {
  return JSON.stringify({ environment_id: environmentId });
}

export function projectHint(projectId: string): string {
  return JSON.stringify({ project_id: projectId });
}

const LONGEST_PAYLOAD = 1_000;

/** Reads a hint; `null` for anything else: whoever may publish to Redis may publish nonsense. */
export function parseHint(channel: string, payload: string): Hint | null {
  if (payload.length > LONGEST_PAYLOAD) return null;
  const [kind, member] =
    channel === ENVIRONMENT_UPDATES
      ? (['environment', 'environment_id'] as const)
      : (['project', 'project_id'] as const);
  const id = memberOf(payload, member);
  return id !== null && isUuid(id) ? { kind, id } : null;
}

function memberOf(payload: string, name: string): string | null {
  let value: unknown;
  try {
    value = JSON.parse(payload);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const found = new Map<string, unknown>(Object.entries(value)).get(name);
  return typeof found === 'string' ? found.toLowerCase() : null;
}
