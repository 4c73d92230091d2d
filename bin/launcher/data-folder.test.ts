import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeDataFolder } from './data-folder.ts';
import { dataPaths } from './options.ts';
import { identityOf } from './process-identity.ts';

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'sf-data-'));
  folder = join(parent, 'data');
});
afterEach(() => rmSync(parent, { recursive: true }));

const leaveLock = (content: string) => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(dataPaths(folder).lock, content);
};

test('the folder is made, taken, and given back', () => {
  const taken = takeDataFolder(folder);
  expect(() => takeDataFolder(folder)).toThrow(
    `Solid Fortnight is already running on ${folder} (process ${process.pid}).`,
  );
  taken.release();
  expect(readdirSync(folder)).toEqual(['logs']);
  takeDataFolder(folder).release();
});

test('the lock of a living process holds', async () => {
  const other = spawn('sleep', ['60']);
  leaveLock(`${identityOf(other.pid ?? 0)}\n`);
  expect(() => takeDataFolder(folder)).toThrow(`(process ${other.pid})`);
  other.kill('SIGKILL');
  await once(other, 'exit');
  takeDataFolder(folder).release();
});

test('the lock of a process whose number somebody else has by now does not hold', () => {
  leaveLock(`${process.pid} an-earlier-boot 123\n`);
  takeDataFolder(folder).release();
  expect(existsSync(dataPaths(folder).lock)).toBe(false);
});

test.each(['', 'garbage', '999999999 x'])('a lock that names nobody ("%s") does not hold', (content) => {
  leaveLock(content);
  takeDataFolder(folder).release();
});

test('giving back twice, or after another has taken it, takes nothing from the other', () => {
  const first = takeDataFolder(folder);
  first.release();
  leaveLock('1 x y\n');
  first.release();
  expect(existsSync(dataPaths(folder).lock)).toBe(true);
});

test('a folder that cannot be written is told in one line, with the way out', () => {
  writeFileSync(join(parent, 'file'), '');
  const below = join(parent, 'file', 'data');
  expect(() => takeDataFolder(below)).toThrow(
    `Cannot write to the data folder ${below} (ENOTDIR). Make it writable, or choose another with DATA_DIR.`,
  );
});
