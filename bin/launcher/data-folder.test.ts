import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { processIdentity } from '../system/process-identity.ts';
import { lockDataFolder } from './data-folder.ts';
import { dataPaths } from './options.ts';

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'sf-data-'));
  folder = join(parent, 'data');
});
afterEach(() => rmSync(parent, { recursive: true }));

const writeLock = (content: string) => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(dataPaths(folder).lock, content);
};

test('the folder is created, locked and released', () => {
  const locked = lockDataFolder(folder);
  expect(() => lockDataFolder(folder)).toThrow(
    `Solid Fortnight is already running on ${folder} (process ${process.pid}).`,
  );
  locked.release();
  expect(readdirSync(folder)).toEqual(['logs']);
  lockDataFolder(folder).release();
});

test('the lock of a running process is respected', async () => {
  const other = spawn('sleep', ['60']);
  writeLock(`${processIdentity(other.pid ?? 0)}\n`);
  expect(() => lockDataFolder(folder)).toThrow(`(process ${other.pid})`);
  other.kill('SIGKILL');
  await once(other, 'exit');
  lockDataFolder(folder).release();
});

test('a lock whose process id was reused by another process is replaced', () => {
  writeLock(`${process.pid} an-earlier-boot 123\n`);
  lockDataFolder(folder).release();
  expect(existsSync(dataPaths(folder).lock)).toBe(false);
});

test.each(['', 'garbage', '999999999 x'])(
  'a lock that names no running process ("%s") is replaced',
  (content) => {
    writeLock(content);
    lockDataFolder(folder).release();
  },
);

test('a second release does not remove the lock of another process', () => {
  const first = lockDataFolder(folder);
  first.release();
  writeLock('1 x y\n');
  first.release();
  expect(existsSync(dataPaths(folder).lock)).toBe(true);
});

test('a folder that cannot be written is reported in one line, with what to do', () => {
  writeFileSync(join(parent, 'file'), '');
  const below = join(parent, 'file', 'data');
  expect(() => lockDataFolder(below)).toThrow(
    `Cannot write to the data folder ${below} (ENOTDIR). Make it writable, or set another one with DATA_DIR.`,
  );
});
