import { type ConfigResult, configFaults } from '../../../shared/config/read-variables.ts';
import { type GuardSettings, readGuardSettings } from '../../core/http/guard/guard-settings.ts';
import {
  type EdgeBehavior,
  readEdgeBehavior,
  readUpstreamAddress,
  type UpstreamAddress,
} from '../../core/model/edge-variables.ts';

/** The variables among the Worker's bindings, as `wrangler.toml` and `.dev.vars` give them: text, or absent. */
export type WorkerVariables = {
  readonly [Name in
    | 'UPSTREAM_URL'
    | 'RELAY_KEY'
    | 'LOG_LEVEL'
    | 'KEYS_MAX_AGE'
    | 'READY_MAX_AGE'
    | 'ON_UPSTREAM_REJECTED'
    | 'STREAM_ORIGIN'
    | 'REGION'
    | 'RATE_LIMIT_PER_KEY'
    | 'RATE_LIMIT_BURST'
    | 'RATE_LIMIT_PER_ADDRESS'
    | 'TRUSTED_PROXIES'
    | 'MAX_BODY_BYTES'
    | 'MAX_STREAMS_PER_KEY']?: string;
};

/** The configuration of a Worker, read once per isolate and object. */
export interface WorkerConfig extends UpstreamAddress, EdgeBehavior {
  readonly guard: GuardSettings;
}

/**
 * Reads the configuration.
 *
 * @returns every fault at once, each beginning with the variable's name and never holding its value
 */
export function parseWorkerConfig(given: WorkerVariables): ConfigResult<WorkerConfig> {
  const upstream = readUpstreamAddress(given);
  const behavior = readEdgeBehavior(given);
  // Cloudflare itself names the client's address.
  const guard = readGuardSettings(given, true);
  if (!upstream.ok || !behavior.ok || !guard.ok) {
    return { ok: false, faults: configFaults(upstream, behavior, guard) };
  }
  return { ok: true, config: { ...upstream.config, ...behavior.config, guard: guard.config } };
}
