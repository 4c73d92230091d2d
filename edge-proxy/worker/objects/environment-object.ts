import { DurableObject } from 'cloudflare:workers';
import type { Position } from '../../../shared/sync/wire.ts';
import type { ObjectStatus, Told } from '../rpc.ts';
import type { WorkerEnv } from '../runtime/worker-env.ts';
import { now, WAKE_EVERY } from '../runtime/workers-runtime.ts';
import { answerStream, refuseRevoked } from '../stream-request.ts';
import { keptDeps } from './object-deps.ts';
import { hasStateLog } from './state-log.ts';
import { createKeptEnvironment, type KeptEnvironment } from './stored-environment.ts';

/**
 * The Durable Object of one environment. It is evicted whenever the platform likes: everything it must not
 * lose is in storage before anybody hears of it, and its alarm brings it and its upstream stream back.
 */
export class EnvironmentObject extends DurableObject<WorkerEnv> {
  /** `undefined`: never told to serve anything, or erased. */
  #kept: KeptEnvironment | undefined;

  constructor(ctx: DurableObjectState, env: WorkerEnv) {
    super(ctx, env);
    if (hasStateLog(ctx.storage, 'relay')) this.#begin();
  }

  #begin(): KeptEnvironment {
    const kept = createKeptEnvironment(keptDeps(this.ctx.storage, this.env));
    this.#kept = kept;
    void this.ctx.storage.setAlarm(now() + WAKE_EVERY);
    return kept;
  }

  /** Called by the object `relay` whenever keys or environments have changed; the same again changes nothing. */
  serve(position: Position, data: string): void {
    const kept = this.#kept ?? this.#begin();
    kept.serve(position, data);
  }

  /** Called by the object `relay` when the environment is gone: ends its streams and forgets everything. */
  async erase(): Promise<void> {
    this.#kept?.end();
    this.#kept = undefined;
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
  }

  async read(held: Position | null): Promise<Told> {
    return this.#kept ? this.#kept.read(held) : { kind: 'nothing' };
  }

  status(): ObjectStatus {
    return this.#kept ? this.#kept.status() : { position: null, currentAsOf: null };
  }

  /** `GET /stream`, from an isolate. */
  override async fetch(request: Request): Promise<Response> {
    return answerStream(request, (sink, asked) =>
      this.#kept ? this.#kept.stream(sink, asked) : refuseRevoked(),
    );
  }

  override async alarm(): Promise<void> {
    this.#kept?.tick();
    if (this.#kept) await this.ctx.storage.setAlarm(now() + WAKE_EVERY);
  }
}
