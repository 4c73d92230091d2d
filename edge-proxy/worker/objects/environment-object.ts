import { DurableObject } from 'cloudflare:workers';
import type { Position } from '../../../shared/sync/wire.ts';
import { flagsNotReady } from '../../core/model/failure.ts';
import type { EnvironmentRpc, ObjectReply, ObjectStatus } from '../rpc.ts';
import type { WorkerEnv } from '../runtime/worker-env.ts';
import { ALARM_EVERY_MS, now } from '../runtime/workers-runtime.ts';
import { createEnvironmentService, type EnvironmentService } from './environment-service.ts';
import { hasStateLog } from './state-log.ts';
import { toStreamResponse } from './stream-response.ts';
import { createWorkersDeps } from './workers-deps.ts';

/**
 * The Durable Object of one environment. The platform evicts it at any time: everything that must not be lost is
 * stored before it is served, and an alarm starts the object and its upstream stream again.
 */
export class EnvironmentObject extends DurableObject<WorkerEnv> implements EnvironmentRpc {
  /** `undefined`: it has never had anything to serve, or has been erased. */
  #service: EnvironmentService | undefined;

  constructor(ctx: DurableObjectState, env: WorkerEnv) {
    super(ctx, env);
    if (hasStateLog(ctx.storage, 'relay')) this.#service = this.#start();
  }

  #start(): EnvironmentService {
    const service = createEnvironmentService(createWorkersDeps(this.ctx, this.env));
    void this.ctx.storage.setAlarm(now() + ALARM_EVERY_MS);
    return service;
  }

  serve(position: Position, data: string): void {
    this.#service ??= this.#start();
    this.#service.serve(position, data);
  }

  async erase(): Promise<void> {
    this.#service?.end();
    this.#service = undefined;
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
  }

  async read(held: Position | null): Promise<ObjectReply> {
    return this.#service ? this.#service.read(held) : { kind: 'nothing' };
  }

  status(): ObjectStatus {
    return this.#service ? this.#service.status() : { position: null, currentAsOf: null };
  }

  /** `GET /stream`, from an isolate. */
  override async fetch(request: Request): Promise<Response> {
    return toStreamResponse(request, this.#service?.stream ?? flagsNotReady);
  }

  override async alarm(): Promise<void> {
    this.#service?.storeAges();
    if (this.#service) await this.ctx.storage.setAlarm(now() + ALARM_EVERY_MS);
  }
}
