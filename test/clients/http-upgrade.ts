import { execFile, spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Setting } from '../contract/setting.ts';

const JAVA_PROGRAM = fileURLToPath(new URL('java-http-client.java', import.meta.url));

const CALLS = [
  { path: '/evaluate', body: '{"flagKey":"banner"}', answer: { flagKey: 'banner', value: true } },
  { path: '/ofrep/v1/evaluate/flags/banner', body: '{"context":{}}', answer: { key: 'banner', value: true } },
  { path: '/ofrep/v1/evaluate/flags', body: '{"context":{}}', answer: { flags: expect.any(Array) } },
];

/** HTTP clients that offer HTTP/2 in plain text, as Java's own does by default. */
export function describeHttpUpgrade(setting: () => Setting): void {
  describe('a client that prefers HTTP/2', () => {
    it.each(CALLS)('is answered in HTTP/1.1 when it asks for an upgrade on POST $path', async (call) => {
      const { head, body } = await postWithUpgrade(setting(), call.path, call.body);
      expect(head).toMatch(/^HTTP\/1\.1 200 /);
      expect(head.toLowerCase()).not.toContain('upgrade: h2c');
      expect(JSON.parse(body)).toMatchObject(call.answer);
    });

    it('is sent even a long answer uncompressed, having named no encoding that it can read', async () => {
      const { head, body } = await postWithUpgrade(setting(), '/ofrep/v1/evaluate/flags', '{"context":{}}');
      expect(body.length).toBeGreaterThan(1_024);
      expect(head.toLowerCase()).not.toContain('content-encoding');
    });

    it.skipIf(!hasJava())("is answered as Java's HttpClient, twice on each path", async () => {
      const { edge, keys } = setting();
      const calls = CALLS.flatMap(({ path, body }) => [`${edge.url}${path}`, body]);
      // Not in one go: this process has the output of the edge's to take, or the edge would wait for it.
      const { stdout } = await promisify(execFile)('java', [JAVA_PROGRAM, keys.server, ...calls], {
        timeout: 45_000,
      });
      const lines = stdout.trim().split('\n');
      expect(lines).toHaveLength(2 * CALLS.length);
      for (const [index, line] of lines.entries()) {
        expect(line).toMatch(/^200 /);
        expect(JSON.parse(line.slice(4))).toMatchObject(CALLS[index >> 1]?.answer ?? {});
      }
    });
  });
}

function hasJava(): boolean {
  return spawnSync('java', ['-version'], { stdio: 'ignore' }).status === 0;
}

/** The bytes are written by hand: client libraries neither expose the upgrade nor let it be refused. */
function postWithUpgrade({ edge, keys }: Setting, path: string, content: string) {
  const { hostname, port, host } = new URL(edge.url);
  return new Promise<{ readonly head: string; readonly body: string }>((done, failed) => {
    const socket = connect(Number(port), hostname);
    let text = '';
    socket.setEncoding('utf8').setTimeout(10_000, () => socket.destroy(new Error(`no answer; got ${text}`)));
    socket.on('error', failed);
    socket.on('data', (chunk: string) => {
      text += chunk;
      const answer = readAnswer(text);
      if (answer === undefined) return;
      socket.destroy();
      done(answer);
    });
    socket.write(
      [
        `POST ${path} HTTP/1.1`,
        `Host: ${host}`,
        'Connection: Upgrade, HTTP2-Settings',
        'Upgrade: h2c',
        'HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA',
        `Authorization: Bearer ${keys.server}`,
        'Content-Type: application/json',
        `Content-Length: ${Buffer.byteLength(content)}`,
        '',
        content,
      ].join('\r\n'),
    );
  });
}

/** The answer, once all of it has arrived. */
function readAnswer(text: string): { readonly head: string; readonly body: string } | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const head = text.slice(0, end);
  const rest = text.slice(end + 4);
  const length = /^content-length: (\d+)$/im.exec(head)?.[1];
  if (length !== undefined) return rest.length < Number(length) ? undefined : { head, body: rest };
  if (!rest.endsWith('0\r\n\r\n')) return undefined;
  // Chunks without their sizes, each on a line of its own; the JSON in between has no line breaks.
  const body = rest.split('\r\n').filter((_, index) => index % 2 === 1);
  return { head, body: body.join('') };
}
