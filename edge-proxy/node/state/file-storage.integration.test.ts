import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFileStorage } from './file-storage.ts';

let parent: string;
let folder: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'sf-state-'));
  folder = join(parent, 'edge', 'state');
});

afterEach(() => rmSync(parent, { recursive: true, force: true }));

describe('a folder of state files', () => {
  it('is created for its owner only, as are the files in it', async () => {
    const storage = await openFileStorage(folder);
    await storage.write('relay.state', ['te', 'xt']);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'relay.state')).mode & 0o777).toBe(0o600);
    expect(await storage.read('relay.state')).toBe('text');
    expect(await storage.read('other.state')).toBeUndefined();
  });

  it('contains the old text or the new one at every moment, and no other file', async () => {
    const storage = await openFileStorage(folder);
    const [one, two] = ['1'.repeat(300_000), '2'.repeat(300_000)];
    await storage.write('flags.state', [one]);
    let writing = true;
    const writes = (async () => {
      for (let round = 0; round < 20; round += 1) await storage.write('flags.state', [round % 2 ? one : two]);
      writing = false;
    })();
    while (writing) {
      expect([one, two]).toContain(readFileSync(join(folder, 'flags.state'), 'utf8'));
      await new Promise((turn) => setImmediate(turn));
    }
    await writes;
    expect(await storage.list()).toEqual(['flags.state']);
  });

  it('removes a file together with the refused one, and a file that a crash left incomplete', async () => {
    const storage = await openFileStorage(folder);
    await storage.write('flags.state', ['bad']);
    await storage.setAside('flags.state');
    expect(await storage.read('flags.state')).toBeUndefined();
    await storage.write('flags.state', ['good']);
    await storage.remove('flags.state');
    const left = join(folder, 'flags.state.1.tmp');
    writeFileSync(left, 'half');
    utimesSync(left, 1, 1);
    await openFileStorage(folder);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('that cannot be used is refused with the name of the variable', async () => {
    const file = join(parent, 'file');
    writeFileSync(file, '');
    chmodSync(file, 0o600);
    await expect(openFileStorage(file)).rejects.toThrow(/^STATE_DIR cannot be used: /);
  });
});
