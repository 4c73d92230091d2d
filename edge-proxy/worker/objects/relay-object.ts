import { DurableObject } from 'cloudflare:workers';
import type { Position } from '../../../shared/sync/wire.ts';
import type { ObjectReply, RelayRpc } from '../rpc.ts';
import { environmentStub, type WorkerEnv } from '../runtime/worker-env.ts';
import { ALARM_EVERY_MS, now } from '../runtime/workers-runtime.ts';
import { createDeliveries, createDeliveryList, type Deliveries } from './deliveries.ts';
import { createRelayService, type RelayService } from './relay-service.ts';
import { toStreamResponse } from './stream-response.ts';
import { createWorkersDeps } from './workers-deps.ts';

/**
 * The one Durable Object that holds keys and environments. Like those of the environments it is evicted at any
 * time, and an alarm starts it again.
 */
export class RelayObject extends DurableObject<WorkerEnv> implements RelayRpc {
  readonly #service: RelayService;
  readonly #deliveries: Deliveries;

  constructor(ctx: DurableObjectState, env: WorkerEnv) {
    super(ctx, env);
    const deps = createWorkersDeps(ctx, env);
    this.#service = createRelayService({ ...deps, onChange: () => void this.#deliveries.deliver() });
    this.#deliveries = createDeliveries({
      list: createDeliveryList(ctx.storage.sql),
      current: this.#service.current,
      receiverOf: (environmentId) => environmentStub(env, environmentId),
      logger: deps.logger,
    });
    void this.#deliveries.deliver();
    void ctx.storage.setAlarm(now() + ALARM_EVERY_MS);
  }

  async read(held: Position | null): Promise<ObjectReply> {
    return this.#service.read(held);
  }

  /** `GET /relay/stream`, from an isolate. */
  override async fetch(request: Request): Promise<Response> {
    return toStreamResponse(request, this.#service.stream);
  }

  override async alarm(): Promise<void> {
    this.#service.storeAges();
    await this.ctx.storage.setAlarm(now() + ALARM_EVERY_MS);
    await this.#deliveries.deliver();
  }
}
