import { createRequire } from 'node:module';
import { Miniflare } from 'miniflare';
import type { Runtime } from './runtime.ts';

/** Cloudflare Workers: workerd, started by Miniflare, offline. */
export const workersRuntime: Runtime = {
  name: 'workerd',
  run: async ({ code }) => {
    const miniflare = new Miniflare({
      cf: false,
      compatibilityDate: '2026-04-01',
      modules: [
        {
          type: 'ESModule',
          path: 'main.mjs',
          contents: `import { answers } from './suite.mjs';
export default { fetch: () => new Response(answers()) };`,
        },
        { type: 'ESModule', path: 'suite.mjs', contents: code },
      ],
    });
    try {
      const response = await miniflare.dispatchFetch('http://vectors.test/');
      if (!response.ok) throw new Error(`The worker answered ${response.status}: ${await response.text()}`);
      return { version: workerdVersion(), answers: await response.text() };
    } finally {
      await miniflare.dispose();
    }
  },
};

function workerdVersion(): string {
  const ofMiniflare = createRequire(createRequire(import.meta.url).resolve('miniflare'));
  const { version }: { version: string } = ofMiniflare('workerd/package.json');
  return version;
}
