import type { Hono } from 'hono';
import type { MetricsBuilder } from '../node-process/observability/metrics-builder.ts';
import type { AppEnv } from './http/app-env.ts';
import type { ChangeNotifier } from './model/change-notifier.ts';

/** A subsystem of the control plane that starts and stops on its own: streaming, event ingestion. */
export interface Subsystem {
  /** For log lines. */
  readonly name: string;
  /** Mounted at `/`. Each route authenticates by itself. */
  readonly routes?: Hono<AppEnv>;
  /** Adds the metrics of the subsystem. Called before `start`, and only if metrics are served. */
  addMetrics?(builder: MetricsBuilder): void;
  /** Gets a hint after each committed change. */
  readonly notifier?: ChangeNotifier;
  /** What does not work although the subsystem serves, in sentences. `/health/ready` contains them. */
  problems?(): readonly string[];
  /** Called before the server listens. A rejection fails the start of the control plane. */
  start?(): Promise<void>;
  /** Called before the server closes, so that endless streams end. Also called if `start` failed or was not called. */
  stop?(): Promise<void>;
}
