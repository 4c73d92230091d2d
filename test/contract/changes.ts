import { describe, expect, it } from 'vitest';
import { evaluateAt } from '../support/edge-client.ts';
import { eventually } from '../support/eventually.ts';
import type { EdgeUnderTest, Setting } from './setting.ts';

/** What the edge makes of changes: to flags, keys and environments. */
export function describeChanges(setting: () => Setting, under: EdgeUnderTest): void {
  describe('changes', () => {
    describeFlagChanges(setting, under);
    describeKeyChanges(setting, under);
    describeEnvironmentChanges(setting, under);
  });
}

function describeFlagChanges(setting: () => Setting, under: EdgeUnderTest): void {
  it('answers with a changed flag soon after, at a later position', async () => {
    const { api, edge, keys, projectId, flagIsOn } = setting();
    await flagIsOn({ key: 'changing' });
    const before = await evaluateAt(edge.url, keys.server, { flagKey: 'changing' });
    await api.configure(projectId, 'changing', 'production', { enabled: false });
    const after = await eventually(
      'the change is answered with',
      async () => {
        const answer = await evaluateAt(edge.url, keys.server, { flagKey: 'changing' });
        return answer.body.reason === 'DISABLED' && answer;
      },
      under.changeWithin,
    );
    expect(versionOf(after.headers)).toBeGreaterThan(versionOf(before.headers));
  });

  it('answers FLAG_NOT_FOUND for an archived flag, and its value again once it is restored', async () => {
    const { api, edge, keys, projectId, flagIsOn } = setting();
    await flagIsOn({ key: 'fading' });
    const answers = async (expected: object) => {
      const { body } = await evaluateAt(edge.url, keys.server, { flagKey: 'fading' });
      expect(body).toMatchObject(expected);
      return true;
    };
    await api.archiveFlag(projectId, 'fading');
    await eventually('it is gone', () => answers({ errorCode: 'FLAG_NOT_FOUND' }), under.changeWithin);
    await api.restoreFlag(projectId, 'fading');
    await eventually('it is back', () => answers({ value: true }), under.changeWithin);
  });
}

function versionOf(headers: Headers): number {
  return Number(headers.get('flags-version')?.split('-')[0]);
}

function describeKeyChanges(setting: () => Setting, under: EdgeUnderTest): void {
  it('takes a new key, and refuses it soon after it is revoked', async () => {
    const { api, edge, projectId, flagIsOn } = setting();
    await flagIsOn({ key: 'guarded' });
    const key = await api.createKey(projectId, { kind: 'server', environmentKey: 'production' });
    const status = async () => (await evaluateAt(edge.url, key.secret, { flagKey: 'guarded' })).status;
    await eventually('the key is taken', async () => (await status()) === 200, under.revocationWithin);
    await api.revokeKey(projectId, key.id);
    await eventually('the key is refused', async () => (await status()) === 401, under.revocationWithin);
  });

  it('refuses a key from the moment it expires, without a message of the upstream', async () => {
    const { api, edge, projectId } = setting();
    const lifetime = 3_000;
    const expiresAt = new Date(Date.now() + lifetime).toISOString();
    const key = await api.createKey(projectId, { kind: 'server', environmentKey: 'production', expiresAt });
    const status = async () => (await evaluateAt(edge.url, key.secret, {})).status;
    await eventually('the key is taken', async () => (await status()) === 200, lifetime);
    await eventually('the key is refused', async () => (await status()) === 401, lifetime + 500);
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(expiresAt));
  });
}

function describeEnvironmentChanges(setting: () => Setting, under: EdgeUnderTest): void {
  it('serves a new environment, and erases it when it is deleted', async () => {
    const { api, edge, projectId, flagIsOn } = setting();
    await flagIsOn({ key: 'everywhere' });
    await api.createEnvironment(projectId, 'preview');
    const key = await api.createKey(projectId, { kind: 'server', environmentKey: 'preview' });
    const ask = () => evaluateAt(edge.url, key.secret, { flagKey: 'everywhere' });
    const appearing = under.revocationWithin + under.changeWithin;
    const first = await eventually(
      'it is served',
      async () => {
        const answer = await ask();
        return answer.status === 200 && answer;
      },
      appearing,
    );
    expect(first.body.reason).toBe('DISABLED');

    await api.deleteEnvironment(projectId, 'preview');
    await eventually('its key is refused', async () => (await ask()).status === 401, appearing);
  });
}
