import type { Readiness } from '../flag-source.ts';
import { type Answer, JSON_HEADERS, RETRY_AFTER_SECONDS } from '../http/answer.ts';

/** `GET /health/live`: the process runs. */
export function liveAnswer(): Answer {
  return { status: 200, headers: JSON_HEADERS, body: '{"status":"live"}' };
}

/** `GET /health/ready`: 200 once keys and the flags of every environment are here; else 503, naming what is missing. */
export function readyAnswer(readiness: Readiness): Answer {
  const { keysKnown, environments } = readiness;
  const missing = [
    ...(keysKnown ? [] : ['keys']),
    ...environments
      .filter(({ position }) => position === null)
      .map(({ key }) => `flags of environment "${key}"`),
  ];
  const ready = missing.length === 0;
  const told = environments.map(({ id, key, position }) => ({ id, key, version: position }));
  return {
    status: ready ? 200 : 503,
    headers: ready ? JSON_HEADERS : { ...JSON_HEADERS, 'retry-after': String(RETRY_AFTER_SECONDS) },
    body: JSON.stringify({ status: ready ? 'ready' : 'not ready', missing, environments: told }),
  };
}
