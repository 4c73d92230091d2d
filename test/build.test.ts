import { execFile } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copyProject, type ProjectCopy } from './support/project-copy.ts';

let project: ProjectCopy;
beforeAll(() => {
  project = copyProject();
});
afterAll(() => project.remove());

interface Run {
  readonly code: unknown;
  readonly stderr: string;
}

/** What `npm run edge` runs. Without configuration the edge reports that and exits with 2. */
function runEdge(...args: string[]): Promise<Run> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['bin/run.mjs', 'edge', ...args],
      { cwd: project.root, env: { PATH: process.env.PATH } },
      (error, _, stderr) => resolve({ code: error?.code ?? 0, stderr }),
    );
  });
}

const inProject = (path: string) => join(project.root, path);
const buildsIn = (stderr: string) => stderr.split('\n').filter((line) => line.startsWith('Building dist/'));
const EDGE_STARTED = 'edge: UPSTREAM_URL is required';
const EDGE = 'edge-proxy/node/main.ts';

describe.sequential('a start from a checkout', () => {
  test('builds dist/ if there is none, also when several programs start at once', async () => {
    const runs = await Promise.all([runEdge(), runEdge(), runEdge()]);
    for (const { code, stderr } of runs) {
      expect(stderr).toContain(EDGE_STARTED);
      expect(code).toBe(2);
      expect(buildsIn(stderr)).toEqual(['Building dist/ (there is none) …']);
    }
    expect(readdirSync(project.root).filter((name) => name.startsWith('dist'))).toEqual(['dist']);
  });

  test('does not build again, not even if the times of the sources have changed', async () => {
    utimesSync(inProject(EDGE), new Date(), new Date());
    const { code, stderr } = await runEdge();
    expect(code).toBe(2);
    expect(buildsIn(stderr)).toEqual([]);
  });

  test('passes arguments to the program', async () => {
    const { stderr } = await runEdge('--offline', 'no-such-file.json');
    expect(stderr).toContain('no-such-file.json');
  });

  test('builds again after a change of a source, and runs the new code', async () => {
    const source = readFileSync(inProject(EDGE), 'utf8');
    expect(source).toContain('takes no arguments but');
    writeFileSync(inProject(EDGE), source.replace('takes no arguments but', 'accepts only'));
    const { stderr } = await runEdge('--unknown');
    expect(buildsIn(stderr)).toEqual([`Building dist/ (${EDGE} has changed) …`]);
    expect(stderr).toContain('edge: accepts only "--offline <file>"');
  });

  test('builds again after a new migration', async () => {
    writeFileSync(inProject('migrations/9999_new.sql'), 'select 1;\n');
    const { stderr } = await runEdge();
    expect(buildsIn(stderr)).toEqual(['Building dist/ (migrations/9999_new.sql is new) …']);
    expect(existsSync(inProject('dist/migrations/9999_new.sql'))).toBe(true);
  });

  test('replaces what a killed build left', async () => {
    writeFileSync(inProject('dist.lock'), '999999999 x\n');
    mkdirSync(inProject('dist.new'));
    writeFileSync(inProject('dist.new/edge.mjs'), 'incomplete');
    rmSync(inProject('dist/build.json'));
    const { code, stderr } = await runEdge();
    expect(code).toBe(2);
    expect(buildsIn(stderr)).toHaveLength(1);
    expect(readdirSync(project.root).filter((name) => name.startsWith('dist'))).toEqual(['dist']);
  });

  test('keeps the last dist/ if a build fails, and names the fault', async () => {
    const before = readFileSync(inProject('dist/build.json'), 'utf8');
    appendFileSync(inProject(EDGE), '\nconst broken = ;\n');
    const { code, stderr } = await runEdge();
    expect(code).toBe(1);
    expect(stderr).toMatch(/edge-proxy\/node\/main\.ts:\d+:\d+:/);
    expect(stderr).toContain('dist/ could not be built: see above');
    expect(stderr).not.toContain(EDGE_STARTED);
    expect(readFileSync(inProject('dist/build.json'), 'utf8')).toBe(before);
  });
});
