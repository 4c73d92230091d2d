import { Hono } from 'hono';
import type { AppEnv } from '../http/app-env.ts';

interface HealthDeps {
  /** Whether Postgres answers now. */
  readonly isDatabaseReady: () => Promise<boolean>;
}

/**
 * `GET /health/live`: the process runs. `GET /health/ready`: Postgres answers. Redis is not checked: without it changes
 * still arrive, only later.
 */
export function healthRoutes(deps: HealthDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.get('/health/live', (c) => c.json({ status: 'live' }));
  app.get('/health/ready', async (c) => {
    const ready = await deps.isDatabaseReady();
    if (ready) return c.json({ status: 'ready' });
    return c.json({ status: 'unavailable', detail: 'Postgres does not answer.' }, 503, {
      'retry-after': '2',
    });
  });
  return app;
}
