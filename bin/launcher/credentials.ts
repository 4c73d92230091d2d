import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { codeOf, LauncherProblem } from './problem.ts';

/** A key as the launcher keeps it: with the secret, which the control plane tells once. */
export interface KeptKey {
  readonly id: string;
  readonly key: string;
}

/** What `data/credentials.json` holds. It grows while the demo project is made; each step is kept before the next. */
export interface Credentials {
  readonly apiToken: string;
  /** The project that the keys belong to. */
  readonly projectId?: string;
  readonly serverKey?: KeptKey;
  readonly clientKey?: KeptKey;
  /** The edge's own. */
  readonly relayKey?: KeptKey;
  /** Whether the demo project is complete. From then on it is the user's, and never touched again. */
  readonly demoComplete: boolean;
}

/** Credentials of an installation that does not exist yet. */
export function newCredentials(): Credentials {
  return { apiToken: `sf_api_${randomBytes(32).toString('base64url')}`, demoComplete: false };
}

/**
 * @returns undefined where there are none yet
 * @throws LauncherProblem when the file cannot be read or is not what we wrote
 */
export function readCredentials(path: string): Credentials | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new LauncherProblem(`Cannot read ${path} (${codeOf(error) ?? String(error)}).`);
  }
  try {
    return parseCredentials(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof TypeError ? error.message : 'it is not JSON';
    throw new LauncherProblem(
      `${path} is damaged: ${reason}. Restore it, or remove the whole data folder to begin anew.`,
    );
  }
}

function parseCredentials(json: unknown): Credentials {
  const all = recordOf(json, 'the file');
  const key = (name: string): Record<string, KeptKey> => {
    if (all[name] === undefined) return {};
    const kept = recordOf(all[name], name);
    return { [name]: { id: textOf(kept.id, `${name}.id`), key: textOf(kept.key, `${name}.key`) } };
  };
  return {
    apiToken: textOf(all.apiToken, 'apiToken'),
    ...(all.projectId === undefined ? {} : { projectId: textOf(all.projectId, 'projectId') }),
    ...key('serverKey'),
    ...key('clientKey'),
    ...key('relayKey'),
    demoComplete: all.demoComplete === true,
  };
}

function recordOf(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError(`${name} is not an object`);
  return Object.fromEntries(Object.entries(value));
}

function textOf(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '') throw new TypeError(`${name} is not a text`);
  return value;
}

/** Writes the file for its owner only, and whole or not at all, whatever crashes meanwhile. */
export function writeCredentials(path: string, credentials: Credentials): void {
  const unfinished = `${path}.unfinished`;
  const file = openSync(unfinished, 'w', 0o600);
  try {
    writeSync(file, `${JSON.stringify(credentials, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, path);
}
