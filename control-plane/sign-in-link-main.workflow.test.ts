import { execFile } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '../test/support/control-plane/browser-session.ts';
import {
  startTestControlPlane,
  type TestControlPlane,
} from '../test/support/control-plane/test-control-plane.ts';

let plane: TestControlPlane;
beforeAll(async () => {
  plane = await startTestControlPlane();
});
afterAll(() => plane.stop());

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function signInLink(settings: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ended> {
  const command = ['--import', 'tsx', 'control-plane/sign-in-link-main.ts', ...args];
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, DATABASE_URL: plane.database.url, ...settings };
  return new Promise((resolve) => {
    execFile(process.execPath, command, { env }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

it('prints a link that signs in once', async () => {
  const { code, out, err } = await signInLink({ PUBLIC_URL: 'https://flags.example.org' }, 'Admin@localhost');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const [, token = ''] = /^https:\/\/flags\.example\.org\/sign-in#link=(sf_sin_[\w-]{43})\n$/.exec(out) ?? [];
  const redeem = () => openBrowser(plane.controlPlane.url).call('POST', '/api/session/redeem', { token });
  expect((await redeem()).body).toMatchObject({
    user: { email: 'admin@localhost' },
    session: { how: 'link' },
  });
  expect((await redeem()).status).toBe(401);
});

it('names the port of the control plane if there is no PUBLIC_URL', async () => {
  expect((await signInLink({ PORT: '9000' }, 'admin@localhost')).out).toContain(
    'http://localhost:9000/sign-in#',
  );
});

it('refuses an unknown person, and wrong arguments', async () => {
  const unknown = await signInLink({}, 'nobody@example.org');
  expect(unknown).toEqual({
    code: 1,
    out: '',
    err: 'sign-in-link: There is no person with this email address.\n',
  });
  for (const args of [[], ['a@example.org', 'b@example.org']]) {
    expect(await signInLink({}, ...args)).toMatchObject({ code: 1, err: expect.stringContaining('usage: ') });
  }
});
