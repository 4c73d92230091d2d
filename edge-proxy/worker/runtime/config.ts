import { LOG_LEVELS, type LogLevel } from '../../../shared/logging/log-level.ts';
import {
  type GuardSettings,
  type GuardVariables,
  readGuardSettings,
} from '../../core/http/guard/guard-settings.ts';

/** The Worker's bindings, as `wrangler.toml` and `.dev.vars` give them; variables come as text or not at all. */
export interface WorkerVariables extends GuardVariables {
  readonly UPSTREAM_URL?: string;
  readonly RELAY_KEY?: string;
  readonly LOG_LEVEL?: string;
  readonly KEYS_MAX_AGE?: string;
  readonly READY_MAX_AGE?: string;
  readonly ON_UPSTREAM_REJECTED?: string;
}

export interface WorkerConfig {
  /** The control plane, or another edge; without a slash at the end. */
  readonly upstreamUrl: string;
  /** A secret: goes into the Authorization header and nowhere else. */
  readonly relayKey: string;
  readonly logLevel: LogLevel;
  /** How long keys are trusted without hearing from the upstream; `Infinity`: for as long as it takes. */
  readonly keysMaxAgeMs: number;
  /** How old flags may be for the edge to call itself ready; `Infinity`: any age. */
  readonly readyMaxAgeMs: number;
  /** What a 401 or 403 of the upstream does: keep the last good state, or erase it and answer 503. */
  readonly onUpstreamRejected: 'keep' | 'close';
  readonly guard: GuardSettings;
}

export type ConfigResult =
  | { readonly ok: true; readonly config: WorkerConfig }
  | { readonly ok: false; readonly faults: readonly string[] };

/**
 * Reads the configuration. By hand and not with a schema library, which would be half of the Worker's bundle.
 *
 * @returns every fault at once, each beginning with the variable's name and never holding its value
 */
export function parseConfig(given: WorkerVariables): ConfigResult {
  const faults: string[] = [];
  const upstreamUrl = readUpstreamUrl(given.UPSTREAM_URL, faults);
  const relayKey = readRelayKey(given.RELAY_KEY, faults);
  const logLevel = LOG_LEVELS.find((level) => level === (given.LOG_LEVEL || 'info'));
  if (logLevel === undefined) faults.push(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}`);
  const keysMaxAgeMs = readSeconds('KEYS_MAX_AGE', given.KEYS_MAX_AGE, faults);
  const readyMaxAgeMs = readSeconds('READY_MAX_AGE', given.READY_MAX_AGE, faults);
  const onUpstreamRejected = readRejection(given.ON_UPSTREAM_REJECTED, faults);
  // Cloudflare itself tells the client's address.
  const guard = readGuardSettings(given, true, faults);
  if (faults.length > 0 || logLevel === undefined) return { ok: false, faults };
  return {
    ok: true,
    config: { upstreamUrl, relayKey, logLevel, keysMaxAgeMs, readyMaxAgeMs, onUpstreamRejected, guard },
  };
}

function readUpstreamUrl(text: string | undefined, faults: string[]): string {
  if (!text) {
    faults.push('UPSTREAM_URL is required: the URL of the control plane or of another edge');
    return '';
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const usable = url && /^https?:$/.test(url.protocol) && !url.search && !url.hash && !url.username;
  if (!usable) faults.push('UPSTREAM_URL must be an http:// or https:// URL without query');
  return text.replace(/\/+$/, '');
}

function readRelayKey(text: string | undefined, faults: string[]): string {
  if (!text) faults.push('RELAY_KEY is required: a relay key (sf_rly_…), made in the control plane');
  else if (!/^sf_rly_[A-Za-z0-9_-]{16,128}$/.test(text)) {
    faults.push('RELAY_KEY must be a relay key: "sf_rly_" and its random part');
  }
  return text ?? '';
}

function readSeconds(name: string, text: string | undefined, faults: string[]): number {
  if (!text) return Number.POSITIVE_INFINITY;
  if (!/^[1-9]\d{0,9}$/.test(text)) faults.push(`${name} must be a whole number of seconds, at least 1`);
  return Number(text) * 1000;
}

function readRejection(text: string | undefined, faults: string[]): 'keep' | 'close' {
  if (text === 'close') return 'close';
  if (text && text !== 'keep') faults.push('ON_UPSTREAM_REJECTED must be "keep" or "close"');
  return 'keep';
}
