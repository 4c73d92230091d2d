import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { errorCodeOf, OperationalError } from '../system/operational-error.ts';

/** A key with its secret, which the control plane returns only when it creates the key. */
export interface StoredKey {
  readonly id: string;
  readonly key: string;
}

/** The contents of `data/credentials.json`. Each step of creating the demo project is written before the next one. */
export interface Credentials {
  readonly apiToken: string;
  /** Under which the control plane encrypts secrets: 32 bytes in base64. Absent in files of earlier releases. */
  readonly secretsKey?: string;
  /** The project that the keys belong to. */
  readonly projectId?: string;
  readonly serverKey?: StoredKey;
  readonly clientKey?: StoredKey;
  /** The key of the edge that the launcher starts. */
  readonly relayKey?: StoredKey;
  /** Whether the demo project is complete. From then on the launcher never changes it. */
  readonly demoComplete: boolean;
}

/** Credentials for a new installation. */
export function newCredentials(): Credentials {
  const apiToken = `sf_api_${randomBytes(32).toString('base64url')}`;
  return { apiToken, secretsKey: newSecretsKey(), demoComplete: false };
}

/** The `SECRETS_KEY` of a control plane. */
export const newSecretsKey = (): string => randomBytes(32).toString('base64');

/**
 * @returns undefined if there is no file yet
 * @throws OperationalError if the file cannot be read or is damaged
 */
export function readCredentials(path: string): Credentials | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return undefined;
    throw new OperationalError(`Cannot read ${path} (${errorCodeOf(error) ?? String(error)}).`);
  }
  try {
    return parseCredentials(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof TypeError ? error.message : 'it is not JSON';
    throw new OperationalError(
      `${path} is damaged: ${reason}. Restore it, or delete the data folder to start over.`,
    );
  }
}

function parseCredentials(json: unknown): Credentials {
  const all = recordOf(json, 'the file');
  const key = (name: string): Record<string, StoredKey> => {
    if (all[name] === undefined) return {};
    const stored = recordOf(all[name], name);
    return { [name]: { id: textOf(stored.id, `${name}.id`), key: textOf(stored.key, `${name}.key`) } };
  };
  return {
    apiToken: textOf(all.apiToken, 'apiToken'),
    ...(all.secretsKey === undefined ? {} : { secretsKey: textOf(all.secretsKey, 'secretsKey') }),
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
  if (typeof value !== 'string' || value === '') throw new TypeError(`${name} is not a non-empty string`);
  return value;
}

/** Writes the file atomically, readable by its owner only. */
export function writeCredentials(path: string, credentials: Credentials): void {
  const temporary = `${path}.unfinished`;
  const file = openSync(temporary, 'w', 0o600);
  try {
    writeSync(file, `${JSON.stringify(credentials, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}
