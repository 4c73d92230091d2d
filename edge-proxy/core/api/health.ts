import type { Answer } from '../model/answer.ts';
import { RETRY_AFTER_SECONDS } from '../model/failure.ts';
import type { EnvironmentReadiness, Readiness } from '../model/flag-source.ts';
import { JSON_HEADERS } from '../model/json-headers.ts';

/** `GET /health/live`: the process runs. */
export function liveAnswer(): Answer {
  return { status: 200, headers: JSON_HEADERS, body: '{"status":"live"}' };
}

/**
 * `GET /health/ready`: 200 once keys and the flags of every environment have arrived and are not older than the limit;
 * else 503, naming what is missing. An edge that shuts down is not ready.
 */
export function readyAnswer(readiness: Readiness, now: number, maxAgeMs: number): Answer {
  const { keysKnown, environments, stopping = false } = readiness;
  const missing = [
    ...(keysKnown ? [] : ['keys']),
    ...environments.flatMap((environment) => faultOf(environment, now, maxAgeMs) ?? []),
  ];
  const ready = missing.length === 0 && !stopping;
  const status = stopping ? 'stopping' : ready ? 'ready' : 'not ready';
  const described = environments.map(({ id, key, position, currentAsOf }) => ({
    id,
    key,
    version: position,
    ageSeconds: currentAsOf === null ? null : Math.max(0, Math.floor((now - currentAsOf) / 1000)),
  }));
  return {
    status: ready ? 200 : 503,
    headers: ready ? JSON_HEADERS : { ...JSON_HEADERS, 'retry-after': String(RETRY_AFTER_SECONDS) },
    body: JSON.stringify({ status, missing, environments: described }),
  };
}

function faultOf(environment: EnvironmentReadiness, now: number, maxAgeMs: number): string | undefined {
  const { key, position, currentAsOf } = environment;
  if (position === null || currentAsOf === null) return `flags of environment "${key}"`;
  return now - currentAsOf > maxAgeMs ? `fresh flags of environment "${key}"` : undefined;
}
