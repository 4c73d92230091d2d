import { randomBytes } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { giveToServerAccount, spawnAsServerAccount } from './server-account.ts';

export interface ClusterOptions {
  /** Path of the `initdb` program. */
  readonly initdb: string;
  /** Folder of the new cluster; it must not exist yet. */
  readonly cluster: string;
  /** Where the generated password of `user` is written. */
  readonly passwordFile: string;
  readonly user: string;
}

/** Creates the cluster in a temporary folder and renames it, so that a crash never leaves an incomplete one. */
export async function createCluster({ initdb, cluster, passwordFile, user }: ClusterOptions): Promise<void> {
  const temporary = `${cluster}.unfinished`;
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { mode: 0o700 });
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, `${randomBytes(18).toString('base64url')}\n`, { mode: 0o600 });
  giveToServerAccount(temporary, passwordFile);
  await runToCompletion(initdb, [
    `--pgdata=${temporary}`,
    `--username=${user}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
  ]);
  renameSync(temporary, cluster);
}

async function runToCompletion(binary: string, args: readonly string[]): Promise<void> {
  const child = spawnAsServerAccount(binary, args);
  let stderr = '';
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`Postgres could not create its data folder: ${stderr.trim()}`);
}
