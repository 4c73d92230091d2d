import { Hono } from 'hono';
import type { AppEnv } from '../http/app-env.ts';

interface HealthDeps {
  /** Whether Postgres answers now. */
  readonly isDatabaseReady: () => Promise<boolean>;
  /** What does not work, although the process serves: sentences for the operator. */
  readonly problems: () => readonly string[];
}

/**
 * `GET /health/live`: the process runs. `GET /health/ready`: Postgres answers. Without Redis changes still arrive, only
 * later, so it stays ready and reports this in `detail`.
 */
export function healthRoutes(deps: HealthDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.get('/health/live', (c) => c.json({ status: 'live' }));
  app.get('/health/ready', async (c) => {
    const ready = await deps.isDatabaseReady();
    if (ready) {
      const problems = deps.problems();
      return c.json({ status: 'ready', ...(problems.length === 0 ? {} : { detail: problems.join(' ') }) });
    }
    return c.json({ status: 'unavailable', detail: 'Postgres does not answer.' }, 503, {
      'retry-after': '2',
    });
  });
  return app;
}
