import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openEdgeFixture, SERVER_KEY } from '../../../test/support/edge/edge-fixture.ts';
import { OWN } from '../../../test/support/edge/test-edge.ts';
import { booleanFlag } from '../../../test/support/flags.ts';

interface ReceivedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly parentSpanId?: string;
}

let collector: Server;
let received: string;

beforeEach(async () => {
  received = '';
  collector = createServer((request, response) => {
    request.setEncoding('utf8').on('data', (chunk: string) => {
      received += chunk;
    });
    request.on('end', () => response.end('{}'));
  });
  collector.listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const address = collector.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', `http://127.0.0.1:${port}`);
});

afterEach(() => {
  vi.unstubAllEnvs();
  collector.closeAllConnections();
  collector.close();
});

function spans(): readonly ReceivedSpan[] {
  const found: ReceivedSpan[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === 'object' && value !== null) {
      if ('traceId' in value && 'name' in value) {
        found.push({
          name: String(value.name),
          traceId: String(value.traceId),
          ...('parentSpanId' in value ? { parentSpanId: String(value.parentSpanId) } : {}),
        });
      } else Object.values(value).forEach(visit);
    }
  };
  for (const text of received.split(/(?<=\})(?=\{"resourceSpans")/)) if (text !== '') visit(JSON.parse(text));
  return found;
}

describe('traces', () => {
  it('continue the trace of the caller, include applied changes, and contain no key, context or query', async () => {
    const fixture = await openEdgeFixture({ tracing: { serviceName: 'edge-under-test' } });
    await expect.poll(async () => (await fixture.evaluate({})).status).toBe(200);
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const context = { targetingKey: 'a-person-of-flesh', email: 'secret@example.org' };
    await fixture.evaluate(
      { flagKey: 'banner', context },
      { traceparent: `00-${traceId}-b7ad6b7169203331-01` },
    );
    await fixture.evaluate(
      { flagKey: 'banner' },
      { traceparent: `00-${'1'.repeat(32)}-b7ad6b7169203331-00` },
    );
    fixture.upstream.change(OWN, '6-bb', [booleanFlag('banner', { version: 6 })]);
    await expect.poll(async () => (await fixture.evaluate({})).headers.get('flags-version')).toBe('6-bb');
    await fixture.close();

    expect(received).toContain('edge-under-test');
    const own = spans().find((span) => span.traceId === traceId);
    expect(own).toMatchObject({ name: 'POST /evaluate', parentSpanId: 'b7ad6b7169203331' });
    expect(spans().some((span) => span.traceId === '1'.repeat(32))).toBe(false);
    expect(spans().filter(({ name }) => name === 'apply flags')).toHaveLength(2);
    for (const secret of [SERVER_KEY, 'flesh', 'secret@']) expect(received).not.toContain(secret);
  });

  it('load no module if no exporter is configured', () => {
    const loadedBy = (module: string) => {
      const script = `
        import { createRequire } from 'node:module';
        await import('./edge-proxy/node/${module}');
        const paths = Object.keys(createRequire(import.meta.url).cache);
        console.log(paths.some((path) => path.includes('@opentelemetry/exporter-trace-otlp-http')));
      `;
      const options = ['--import', 'tsx', '--input-type=module', '-e', script];
      return execFileSync(process.execPath, options, { encoding: 'utf8' }).trim();
    };
    expect(loadedBy('start-edge.ts')).toBe('false');
    expect(loadedBy('observability/open-telemetry.ts')).toBe('true');
  });
});
