import type { EnvironmentRpc, RelayRpc } from '../rpc.ts';
import type { WorkerVariables } from './config.ts';

/** The bindings of `wrangler.toml`. */
export interface WorkerEnv extends WorkerVariables {
  readonly RELAY: DurableObjectNamespace<RelayRpc>;
  readonly ENVIRONMENTS: DurableObjectNamespace<EnvironmentRpc>;
}

/** The one object that holds keys and environments. */
export function relayStub(env: WorkerEnv): DurableObjectStub<RelayRpc> {
  return env.RELAY.get(env.RELAY.idFromName('relay'));
}

/** The object of one environment. */
export function environmentStub(env: WorkerEnv, environmentId: string): DurableObjectStub<EnvironmentRpc> {
  return env.ENVIRONMENTS.get(env.ENVIRONMENTS.idFromName(environmentId));
}
