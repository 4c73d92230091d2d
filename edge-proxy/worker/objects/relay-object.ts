import { DurableObject } from 'cloudflare:workers';
import type { Position } from '../../../shared/sync/wire.ts';
import type { Told } from '../rpc.ts';
import { environmentStub, type WorkerEnv } from '../runtime/worker-env.ts';
import { now, WAKE_EVERY } from '../runtime/workers-runtime.ts';
import { answerStream } from '../stream-request.ts';
import { createDeliveries, createDeliveryList, type Deliveries } from './deliveries.ts';
import { keptDeps } from './object-deps.ts';
import { createKeptRelay, type KeptRelay } from './stored-relay.ts';

/**
 * The one Durable Object that knows keys and environments. Like those of the environments it may be evicted
 * at any moment, and is brought back by its alarm.
 */
export class RelayObject extends DurableObject<WorkerEnv> {
  readonly #kept: KeptRelay;
  readonly #deliveries: Deliveries;

  constructor(ctx: DurableObjectState, env: WorkerEnv) {
    super(ctx, env);
    const deps = keptDeps(ctx.storage, env);
    this.#kept = createKeptRelay({ ...deps, onChange: () => void this.#deliveries.deliver() });
    this.#deliveries = createDeliveries({
      list: createDeliveryList(ctx.storage.sql),
      current: this.#kept.current,
      receiverOf: (environmentId) => environmentStub(env, environmentId),
      logger: deps.logger,
    });
    void this.#deliveries.deliver();
    void ctx.storage.setAlarm(now() + WAKE_EVERY);
  }

  async read(held: Position | null): Promise<Told> {
    return this.#kept.read(held);
  }

  /** `GET /relay/stream`, from an isolate. */
  override async fetch(request: Request): Promise<Response> {
    return answerStream(request, this.#kept.stream);
  }

  override async alarm(): Promise<void> {
    this.#kept.tick();
    await this.ctx.storage.setAlarm(now() + WAKE_EVERY);
    await this.#deliveries.deliver();
  }
}
