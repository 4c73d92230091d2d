import { isRecord } from '../../shared/model/type-guards.ts';
import { isUuid } from '../../shared/model/uuid.ts';

/** Flags or segments of an environment changed. */
export const ENVIRONMENT_UPDATES = 'environment_updates';
/** Keys or environments of a project changed. */
export const PROJECT_KEYS_UPDATES = 'project_keys_updates';

/** The channels of an installation, with its name space. */
export interface HintChannels {
  readonly environments: string;
  readonly projects: string;
}

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

const MAX_PAYLOAD_LENGTH = 1_000;

/** Parses a hint; `null` if it is invalid, because other programs may publish to the channel. */
export function parseHint(channel: string, payload: string): Hint | null {
  if (payload.length > MAX_PAYLOAD_LENGTH) return null;
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
  if (!isRecord(value)) return null;
  const found = Object.hasOwn(value, name) ? value[name] : undefined;
  return typeof found === 'string' ? found.toLowerCase() : null;
}
