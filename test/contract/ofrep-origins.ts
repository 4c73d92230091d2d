import { afterAll, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { openStream, type SseClient } from '../support/sse-client.ts';
import { streamUrl } from './ofrep-streams.ts';
import type { EdgeUnderTest, Setting } from './setting.ts';

const APP = 'https://app.example.com';
const FOREIGN = 'https://foreign.example.net';

/** The URL of a stream may be passed on: what pages may read it is for the environment to say. */
export function describeOriginsOfNotices(setting: () => Setting, under: EdgeUnderTest): void {
  const within = under.revocationWithin + under.changeWithin;
  const opened: SseClient[] = [];
  const open = async (url: string, origin?: string) => {
    const stream = await openStream(url, origin === undefined ? {} : { origin });
    opened.push(stream);
    return stream;
  };
  const allow = (...allowedOrigins: string[]) =>
    setting().api.updateEnvironment(setting().projectId, 'production', { allowedOrigins });
  afterAll(() => {
    for (const stream of opened) stream.close();
  });

  it('ends on pages whose origin was removed, and is refused to them and to no others', async () => {
    const url = await streamUrl(setting(), setting().keys.client);
    const [app, foreign, server] = [await open(url, APP), await open(url, FOREIGN), await open(url)];
    for (const stream of [app, foreign, server]) await stream.until('a notice', () => true);

    await allow(APP);
    await eventually('the end', () => foreign.ended, within);
    const refused = await eventually(
      'the refusal',
      async () => {
        const stream = await open(url, FOREIGN);
        return stream.status === 403 && stream;
      },
      within,
    );
    expect(refused.headers.has('access-control-allow-origin')).toBe(false);
    expect(refused.headers.get('vary')).toContain('Origin');
    expect(JSON.parse(refused.body)).toMatchObject({ errorCode: 'GENERAL' });
    expect((await open(url, APP)).status).toBe(200);
    expect([app.ended, server.ended]).toEqual([false, false]);

    await allow('*');
    await eventually('it is let in again', async () => (await open(url, FOREIGN)).status === 200, within);
  });
}
