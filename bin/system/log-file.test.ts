import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLogFile } from './log-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sf-log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a log starts empty and returns its last lines', () => {
  const path = join(folder, 'a.log');
  writeFileSync(path, 'from an earlier run\n');
  const log = createLogFile(path);
  for (let line = 1; line <= 10; line++) log.write(`line ${line}`);
  log.close();
  expect(readFileSync(path, 'utf8').split('\n').slice(0, 2)).toEqual(['line 1', 'line 2']);
  expect(log.tail()).toEqual([3, 4, 5, 6, 7, 8, 9, 10].map((line) => `line ${line}`));
});

test('a log uses at most twice its limit and keeps the newest lines', () => {
  const path = join(folder, 'a.log');
  const log = createLogFile(path, 1_000);
  for (let line = 0; line < 1_000; line++) log.write(`line ${String(line).padStart(4, '0')}`);
  log.close();
  expect(statSync(path).size + statSync(`${path}.old`).size).toBeLessThan(2_100);
  expect(readFileSync(path, 'utf8')).toContain('line 0999');
});
