import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { singleAt } from './ofrep-client.ts';
import type { Setting } from './setting.ts';

/** `POST /ofrep/v1/evaluate/flags/{key}` */
export function describeOfrepSingle(setting: () => Setting): void {
  describe('evaluating one flag', () => {
    describeAnswers(setting);
    describeFailures(setting);
    describeOddRequests(setting);
  });
}

function describeAnswers(setting: () => Setting): void {
  it('answers key, value, variant, reason and metadata', async () => {
    const { edge, keys } = setting();
    const context = { targetingKey: 'u-1', hour: 22 };
    const { status, body, headers } = await singleAt(edge.url, 'ofrep-theme', { key: keys.server, context });
    expect(status).toBe(200);
    expect(body).toEqual({
      key: 'ofrep-theme',
      value: 'black',
      variant: 'dark',
      reason: 'TARGETING_MATCH',
      metadata: { flagVersion: expect.any(Number) },
    });
    expect(headers.get('flags-version')).toMatch(/^\d+-/);
    expect(headers.get('flags-age')).toMatch(/^\d+$/);
  });

  it('leaves the value out if there is none', async () => {
    const { edge, keys } = setting();
    const { status, body } = await singleAt(edge.url, 'ofrep-no-value', { key: keys.server });
    expect(status).toBe(200);
    expect(body).toEqual({
      key: 'ofrep-no-value',
      variant: '$default',
      reason: 'DISABLED',
      metadata: { flagVersion: expect.any(Number), enabled: false },
    });
  });

  it('answers a flag that is off with its default value, the reason DEFAULT and metadata that say so', async () => {
    const { edge, keys } = setting();
    const { status, body } = await singleAt(edge.url, 'ofrep-off', { key: keys.server });
    expect(status).toBe(200);
    expect(body).toEqual({
      key: 'ofrep-off',
      value: false,
      variant: 'off',
      reason: 'DEFAULT',
      metadata: { flagVersion: expect.any(Number), enabled: false },
    });
  });

  it('names a reserved variant if the default value equals no variation', async () => {
    const { edge, keys } = setting();
    const { body } = await singleAt(edge.url, 'ofrep-unlisted', { key: keys.server });
    expect(body).toMatchObject({ value: 'closed', variant: '$default', reason: 'DEFAULT' });
  });

  it.each([
    ['no targeting key', '{"context":{"hour":3}}'],
    ['an empty context', '{"context":{}}'],
    ['null as context', '{"context":null}'],
    ['no context', '{}'],
    ['members that OFREP may add', '{"context":{},"flags":["a"]}'],
    ['no body', ''],
  ])('takes %s, as long as no rollout needs more', async (_, body) => {
    const { edge, keys } = setting();
    const answer = await singleAt(edge.url, 'ofrep-theme', { key: keys.server, body });
    expect(answer).toMatchObject({
      status: 200,
      body: { value: 'white', variant: 'light', reason: 'DEFAULT' },
    });
  });

  it('reads a percent-encoded key', async () => {
    const { edge, keys } = setting();
    const { body } = await singleAt(edge.url, 'ofrep%2Dtheme', { key: keys.server });
    expect(body).toMatchObject({ key: 'ofrep-theme', value: 'white' });
  });
}

function describeFailures(setting: () => Setting): void {
  it.each([
    ['that is not there', 'no-such-flag', 'no-such-flag'],
    ['whose key has a slash in it', 'a%2Fb', 'a/b'],
    ['whose key has slashes in it, not encoded', 'a/b', 'a/b'],
    ['with a percent sign in its key, once decoded', '%2541', '%41'],
    ['in another script', '%E6%97%A5', '日'],
    ['without a name', '', ''],
  ])('answers FLAG_NOT_FOUND for a flag %s, with its key', async (_, encoded, key) => {
    const { edge, keys } = setting();
    const answer = await singleAt(edge.url, encoded, { key: keys.server });
    expect(answer).toMatchObject({ status: 404, body: { key, errorCode: 'FLAG_NOT_FOUND', metadata: {} } });
  });

  it.each([
    ['a rollout without targeting key', 'ofrep-gradual', '{}', 400, 'TARGETING_KEY_MISSING'],
    ['a body that is no JSON', 'ofrep-theme', '{"context":', 400, 'PARSE_ERROR'],
    ['a body that is no object', 'ofrep-theme', '[]', 400, 'PARSE_ERROR'],
    ['a context that is no object', 'ofrep-theme', '{"context":"u"}', 400, 'INVALID_CONTEXT'],
    ['a body over the limit', 'ofrep-theme', `{"a":"${'x'.repeat(70_000)}"}`, 413, 'GENERAL'],
  ])('refuses %s, naming the flag', async (_, key, body, status, errorCode) => {
    const { edge, keys } = setting();
    const answer = await singleAt(edge.url, key, { key: keys.server, body });
    expect(answer).toMatchObject({ status, body: { key, errorCode } });
  });

  it('refuses a path that is no valid percent-encoding', async () => {
    const { edge, keys } = setting();
    const answer = await singleAt(edge.url, '%E6%97', { key: keys.server });
    expect(answer).toMatchObject({ status: 400, body: { errorCode: 'PARSE_ERROR' } });
  });

  it.each([
    ['no key', undefined, 401],
    ['an unknown key', `sf_srv_${'A'.repeat(43)}`, 401],
  ])('refuses %s in the format of OFREP', async (_, key, status) => {
    const answer = await singleAt(setting().edge.url, 'ofrep-theme', { key });
    expect(answer).toMatchObject({ status, body: { key: 'ofrep-theme', errorCode: 'GENERAL' } });
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
  });

  it('refuses a relay key', async () => {
    const { edge, keys } = setting();
    const answer = await singleAt(edge.url, 'ofrep-theme', { key: keys.relay });
    expect(answer).toMatchObject({ status: 403, body: { key: 'ofrep-theme', errorCode: 'GENERAL' } });
  });

  it('answers another method with 405, in the same words', async () => {
    const { edge, keys } = setting();
    const answer = await singleAt(edge.url, 'ofrep-theme', { key: keys.server, method: 'GET' });
    expect(answer).toMatchObject({ status: 405, body: { key: 'ofrep-theme', errorCode: 'GENERAL' } });
    expect(answer.headers.get('allow')).toBe('POST');
  });

  it('shows a client key no sign of a flag that is not for clients', async () => {
    const { edge, keys } = setting();
    const shown = await singleAt(edge.url, 'ofrep-banner', { key: keys.client });
    expect(shown).toMatchObject({ status: 200, body: { value: true } });
    const hidden = await singleAt(edge.url, 'ofrep-hidden', { key: keys.client });
    const missing = await singleAt(edge.url, 'ofrep-absent', { key: keys.client });
    expect(hidden.status).toBe(404);
    expect(hidden.text.replaceAll('ofrep-hidden', 'ofrep-absent')).toBe(missing.text);
    expect([...hidden.headers.keys()]).toEqual([...missing.headers.keys()]);
  });
}

function describeOddRequests(setting: () => Setting): void {
  it('answers a request that offers an upgrade to HTTP/2 in plain HTTP/1.1', async () => {
    const { edge, keys } = setting();
    const body = '{"context":{"targetingKey":"u-1"}}';
    const { hostname, port } = new URL(edge.url);
    // Over TLS the connection names no protocol (ALPN), which means HTTP/1.1.
    const head = [
      'POST /ofrep/v1/evaluate/flags/ofrep-theme HTTP/1.1',
      `Host: ${hostname}:${port}`,
      'Connection: Upgrade, HTTP2-Settings',
      'Upgrade: h2c',
      'HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA',
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
      `Authorization: Bearer ${keys.server}`,
    ];
    const answer = await exchange(new URL(edge.url), `${head.join('\r\n')}\r\n\r\n${body}`);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain('"key":"ofrep-theme"');
  });
}

/** Sends bytes over a socket and resolves with what came back once it holds a whole JSON object. */
function exchange({ protocol, hostname, port }: URL, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const to = { host: hostname, port: Number(port) };
    const send = () => socket.write(request);
    const socket =
      protocol === 'https:'
        ? connectTls({ ...to, rejectUnauthorized: false }, send)
        : connect({ ...to }, send);
    let answer = '';
    socket.setEncoding('utf8');
    socket.setTimeout(10_000, () => socket.destroy(new Error(`no whole answer: ${answer}`)));
    socket.on('data', (chunk: string) => {
      answer += chunk;
      if (answer.trimEnd().endsWith('}')) socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });
}
