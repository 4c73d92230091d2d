import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { LIMITS } from '../model/limits.ts';
import { type Fault, invalidRequest, RequestError } from '../model/request-error.ts';
import type { AppEnv } from './app-env.ts';
import { formatPath, MAX_FAULTS } from './faults.ts';

/**
 * Reads the body before the handler, and refuses what could not be stored unchanged: another media type, too many
 * bytes, invalid JSON, deep nesting, characters that Postgres cannot store, numbers that overflow.
 */
export async function readJsonBody(
  c: Context<AppEnv>,
  maxBytes: number,
  next: () => Promise<void>,
): Promise<void> {
  const type = c.req.header('content-type') ?? '';
  if (!/^application\/(json|[a-z.-]+\+json)\s*(;|$)/i.test(type)) {
    const given = type === '' ? 'no content type' : `"${type.slice(0, 100)}"`;
    throw new RequestError(
      'UNSUPPORTED_MEDIA_TYPE',
      `Send the body as "Content-Type: application/json"; this request has ${given}.`,
    );
  }
  if (!/^(identity)?$/i.test(c.req.header('content-encoding') ?? '')) {
    throw new RequestError('UNSUPPORTED_MEDIA_TYPE', 'Send the body without content encoding.');
  }
  const tooLarge = () => {
    throw new RequestError(
      'PAYLOAD_TOO_LARGE',
      `The body of this request may have at most ${maxBytes} bytes.`,
    );
  };
  await bodyLimit({ maxSize: maxBytes, onError: tooLarge })(c, async () => {
    const faults = faultsOfValue(parse(await c.req.text()));
    if (faults.length > 0) throw invalidRequest(faults);
    await next();
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidRequest(
      [],
      text === '' ? 'The body is empty; send a JSON object.' : 'The body is not JSON.',
    );
  }
}

/** Iterative, because the nesting may be deep: its depth is checked here. */
export function faultsOfValue(root: unknown): readonly Fault[] {
  const pending: { value: unknown; path: readonly PropertyKey[] }[] = [{ value: root, path: [] }];
  const faults: Fault[] = [];
  for (let next = pending.pop(); next !== undefined && faults.length < MAX_FAULTS; next = pending.pop()) {
    const { value, path } = next;
    const message = faultOf(value);
    if (message !== undefined) faults.push({ path: formatPath(path), message });
    if (typeof value !== 'object' || value === null) continue;
    if (path.length >= LIMITS.depth) {
      faults.push({ path: formatPath(path), message: `is nested deeper than ${LIMITS.depth} levels` });
      continue;
    }
    if (Array.isArray(value)) {
      value.forEach((entry, index) => {
        // Most entries are valid strings in long lists. Skipping them here avoids building their paths.
        if (typeof entry === 'object' || faultOf(entry) !== undefined) {
          pending.push({ value: entry, path: [...path, index] });
        }
      });
      continue;
    }
    for (const [key, member] of Object.entries(value)) {
      const fault = faultOf(key);
      if (fault !== undefined)
        faults.push({ path: formatPath(path), message: `has a member whose name ${fault}` });
      pending.push({ value: member, path: [...path, key] });
    }
  }
  return faults;
}

function faultOf(value: unknown): string | undefined {
  if (typeof value === 'string') {
    if (value.includes('\0')) return 'contains the character U+0000, which cannot be stored';
    if (!value.isWellFormed()) return 'contains half of a surrogate pair';
  }
  if (typeof value === 'number' && !Number.isFinite(value)) return 'is too large for a number';
  return undefined;
}
