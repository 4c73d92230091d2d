import type { EnvironmentObject } from '../objects/environment-object.ts';
import type { RelayObject } from '../objects/relay-object.ts';
import type { WorkerVariables } from './config.ts';

/** The bindings of `wrangler.toml`. */
export interface WorkerEnv extends WorkerVariables {
  readonly RELAY: DurableObjectNamespace<RelayObject>;
  readonly ENVIRONMENTS: DurableObjectNamespace<EnvironmentObject>;
}

/** The one object that knows keys and environments. */
export function relayStub(env: WorkerEnv): DurableObjectStub<RelayObject> {
  return env.RELAY.get(env.RELAY.idFromName('relay'));
}

/** The object of one environment. */
export function environmentStub(env: WorkerEnv, environmentId: string): DurableObjectStub<EnvironmentObject> {
  return env.ENVIRONMENTS.get(env.ENVIRONMENTS.idFromName(environmentId));
}
