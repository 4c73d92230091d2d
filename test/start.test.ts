import { execFile } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from './support/eventually.ts';
import { createInstallation, type Installation, isAlive, type Launcher } from './support/launcher.ts';
import { ROOT } from './support/processes.ts';

const run = promisify(execFile);

/** What a person's shell answers to a pasted line. */
async function paste(line: string): Promise<string> {
  return (await run('bash', ['-c', line], { cwd: ROOT, timeout: 20_000 })).stdout;
}

/** The lines of a greeting that are meant to be pasted: curl, and the setting of its variables. */
function pasteable(greeting: string): { readonly setup: string; readonly curls: readonly string[] } {
  const lines = greeting.split('\n').map((line) => line.trim());
  return {
    setup: lines.find((line) => line.startsWith('API_TOKEN=')) ?? ':',
    curls: lines.filter((line) => line.startsWith('curl ')),
  };
}

const SIGN_IN_LINK =
  /(http:\/\/localhost:\d+)\/sign-in#link=(sf_sin_[A-Za-z0-9_-]{43})&to=(\/projects\/[0-9a-f-]{36})$/m;

let installation: Installation;
let launcher: Launcher;
beforeAll(async () => {
  installation = await createInstallation();
});
afterAll(() => installation.remove());

/** Pastes the whole tour, in its order, and returns what each line printed. */
async function takeTour(greeting: string): Promise<void> {
  const { setup, curls } = pasteable(greeting);
  const [ask, switchOff, askAgain, switchOn, askAsBrowser, watch] = curls.map((line) => `${setup}\n${line}`);
  if (!ask || !switchOff || !askAgain || !switchOn || !askAsBrowser || !watch) {
    throw new Error(`the tour is not complete:\n${greeting}`);
  }
  const json = async (line: string): Promise<unknown> => JSON.parse(await paste(line));

  expect(await json(ask)).toEqual({
    flagKey: 'new-checkout',
    value: true,
    variationKey: 'on',
    reason: 'TARGETING_MATCH',
  });
  expect(await json(switchOff)).toMatchObject({ enabled: false });
  await eventually('the flag is off at the edge', async () =>
    (await paste(askAgain)).includes('"reason":"DISABLED"'),
  );
  expect(await json(askAgain)).toMatchObject({ flagKey: 'new-checkout', value: false, reason: 'DISABLED' });
  expect(await json(switchOn)).toMatchObject({ enabled: true });
  await eventually('the flag is on again', async () => (await paste(ask)).includes('"value":true'));
  expect(await json(askAsBrowser)).toEqual({
    flags: { 'dark-mode': expect.objectContaining({ value: true, variationKey: 'on' }) },
  });
  // An endless answer: curl is told to leave after a second, and bash not to mind.
  const stream = await paste(`${watch} --max-time 1 || true`);
  expect(stream).toMatch(/^event: ?snapshot$/m);
  expect(stream).toContain('"new-checkout"');
}

describe.sequential('npm start', () => {
  test('the first start prints all addresses, with keys and an API token', async () => {
    launcher = installation.start();
    await launcher.untilReady();
    const greeting = launcher.stdout();
    expect(greeting).toContain(installation.controlPlaneUrl);
    expect(greeting).toContain(installation.edgeUrl);
    for (const prefix of ['sf_api_', 'sf_srv_', 'sf_cli_']) {
      expect(greeting).toMatch(new RegExp(`${prefix}[A-Za-z0-9_-]{43}`));
    }
    expect(greeting).not.toContain('sf_rly_');
    expect(greeting).toMatch(SIGN_IN_LINK);
    expect(launcher.stderr()).toBe('');
  });

  test('its link signs in once, into the demo project', async () => {
    const [, origin = '', token = '', path = ''] = SIGN_IN_LINK.exec(launcher.stdout()) ?? [];
    const redeem = () =>
      fetch(`${origin}/api/session/redeem`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin },
        body: JSON.stringify({ token }),
      });
    const signedIn = await redeem();
    expect(signedIn.status).toBe(200);
    const [cookie = ''] = signedIn.headers.get('set-cookie')?.split(';') ?? [];
    const project = await fetch(`${origin}/api${path}`, { headers: { cookie } });
    expect(await project.json()).toMatchObject({ name: 'Demo' });
    expect((await redeem()).status).toBe(401);
  });

  test('its curl lines work when pasted', () => takeTour(launcher.stdout()));

  test('the secrets are in a file that only their owner may read', () => {
    const file = join(installation.dataFolder, 'credentials.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(installation.dataFolder).mode & 0o777).toBe(0o700);
    expect(launcher.stdout()).toContain(String(installation.credentials().apiToken));
  });

  test('no secret is in a log', () => {
    for (const name of ['control-plane.log', 'edge.log', 'postgres.log']) {
      const log = readFileSync(join(installation.dataFolder, 'logs', name), 'utf8');
      expect(log).not.toBe('');
      expect(log).not.toMatch(/sf_(api|srv|cli|rly|sin|ses)_[A-Za-z0-9_-]{20}/);
    }
  });

  test('a second one on the same folder is refused, and does not disturb the first', async () => {
    const second = installation.start();
    expect(await second.exited).toBe(1);
    expect(second.stderr()).toBe(
      `Solid Fortnight is already running on ${installation.dataFolder} (process ${launcher.pid}). ` +
        'Stop it first, or set another folder with DATA_DIR.\n',
    );
    expect((await fetch(`${installation.edgeUrl}/health/ready`)).status).toBe(200);
  });

  test('ctrl-C ends it cleanly: no process is left running, no error is printed', async () => {
    const [, switchOff] = pasteable(launcher.stdout()).curls;
    await paste(switchOff ?? '');
    const family = launcher.descendants();
    expect(family.length).toBeGreaterThan(3);
    launcher.pressCtrlC();
    expect(await launcher.exited).toBe(0);
    expect(family.filter(isAlive)).toEqual([]);
    expect(launcher.stderr()).toBe('');
    expect(existsSync(join(installation.dataFolder, 'launcher.lock'))).toBe(false);
    const log = readFileSync(join(installation.dataFolder, 'logs', 'postgres.log'), 'utf8');
    expect(log).toContain('database system is shut down');
  });

  test('a later start prints no secrets but a new link and their file, and keeps what was changed', async () => {
    launcher = installation.start();
    await launcher.untilReady();
    expect(launcher.stdout()).not.toMatch(/sf_(api|srv|cli|rly)_/);
    expect(launcher.stdout()).toMatch(SIGN_IN_LINK);
    expect(launcher.stdout()).toContain(`are in ${join(installation.dataFolder, 'credentials.json')}`);
    const { setup, curls } = pasteable(launcher.stdout());
    expect(JSON.parse(await paste(`${setup}\n${curls[0]}`))).toMatchObject({ reason: 'DISABLED' });
    await paste(`${setup}\n${curls[3]}`);
    await takeTour(launcher.stdout());
  });

  test("the README's tour works when pasted", async () => {
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
    const [, block = ''] = /^```sh\n(credential\(\)[\s\S]*?)^```$/m.exec(readme) ?? [];
    const tour = block
      .replace('http://127.0.0.1:8300', installation.controlPlaneUrl)
      .replace('http://127.0.0.1:8310', installation.edgeUrl)
      .replace('./data/', `${installation.dataFolder}/`)
      .replace('curl -sN', 'curl -sN --max-time 1');
    const printed = await paste(`${tour.trimEnd()} || true`);
    expect(printed).toContain(
      '{"flagKey":"new-checkout","value":true,"variationKey":"on","reason":"TARGETING_MATCH"}',
    );
    expect(printed).toContain('"enabled":false');
    expect(printed).toMatch(/\{"flags":\{"dark-mode":\{[^}]*\}\}\}/);
    expect(printed).toMatch(/^event: ?snapshot$/m);
  });

  test('SIGTERM ends it cleanly, too', async () => {
    const family = launcher.descendants();
    launcher.signal('SIGTERM');
    expect(await launcher.exited).toBe(0);
    expect(family.filter(isAlive)).toEqual([]);
  });
});
