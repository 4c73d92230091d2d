import type { Hono } from 'hono';
import type { AppEnv } from './http/app-env.ts';
import type { ChangeNotifier } from './model/change-notifier.ts';

/** A part of the control plane with a life of its own: streaming, messaging, event ingestion. */
export interface Subsystem {
  /** For log lines. */
  readonly name: string;
  /** Mounted at `/`; its routes authenticate for themselves. */
  readonly routes?: Hono<AppEnv>;
  /** Hears of every change after its commit. */
  readonly notifier?: ChangeNotifier;
  /** Called before the server listens; a rejection ends the start. */
  start?(): Promise<void>;
  /** Called before the server closes, so that endless streams can end; also where `start` failed or never ran. */
  stop?(): Promise<void>;
}
