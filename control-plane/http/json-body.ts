import type { Context } from 'hono';
import { inexactNumberPointer } from '../../shared/model/exact-numbers.ts';
import { jsonSyntaxFault } from '../../shared/model/json-syntax-fault.ts';
import { exceededJsonLimit } from '../../shared/model/json-text.ts';
import { LIMITS } from '../model/limits.ts';
import { type Fault, invalidRequest, RequestError } from '../model/request-error.ts';
import type { AppEnv } from './app-env.ts';
import { formatPath } from './faults.ts';
import { limitBody } from './limit-body.ts';

/**
 * Reads the body before the handler, and refuses what could not be stored unchanged: another media type, too many
 * bytes, too many values, deep nesting, invalid JSON, characters that Postgres cannot store, numbers that JavaScript
 * cannot hold exactly. Depth and number of values are bounded before anything is built from the text.
 */
export async function readJsonBody(
  c: Context<AppEnv>,
  { maxBytes, tooLargeAdvice }: { readonly maxBytes: number; readonly tooLargeAdvice?: string | undefined },
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
      `The body of this request may have at most ${maxBytes} bytes.${tooLargeAdvice ? ` ${tooLargeAdvice}` : ''}`,
    );
  };
  await limitBody(c, { maxBytes, tooLarge }, async () => {
    const faults = faultsOfValue(parse(await c.req.text()));
    if (faults.length > 0) throw invalidRequest(faults);
    await next();
  });
}

const BODY_LIMITS = {
  depth: LIMITS.depth,
  containers: LIMITS.bodyContainers,
  values: LIMITS.bodyValues,
};
const EXCEEDED = {
  depth: `is nested deeper than ${LIMITS.depth} levels`,
  containers: `has more than ${LIMITS.bodyContainers} objects and arrays`,
  values: `has more than ${LIMITS.bodyValues} values`,
};

function parse(text: string): unknown {
  const exceeded = exceededJsonLimit(text, BODY_LIMITS);
  if (exceeded !== null) throw invalidRequest([{ path: '', message: EXCEEDED[exceeded] }]);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw notJson(text);
  }
  const pointer = inexactNumberPointer(text);
  if (pointer === null) return value;
  const message = `the number at the JSON pointer "${pointer}" cannot be held exactly; send it as a string, or round it to a number with at most 15 digits`;
  throw invalidRequest([{ path: pointer, message }]);
}

function notJson(text: string): RequestError {
  if (text === '') return invalidRequest([], 'The body is empty; send a JSON object.');
  const place = jsonSyntaxFault(text);
  const at = place === null ? '' : ` from line ${place.line}, column ${place.column} on`;
  return invalidRequest([], `The body is not JSON${at}.`);
}

/** Iterative, because the nesting may be deep: its depth is checked here. */
export function faultsOfValue(root: unknown): readonly Fault[] {
  const pending: { value: unknown; path: readonly PropertyKey[] }[] = [{ value: root, path: [] }];
  const faults: Fault[] = [];
  for (let next = pending.pop(); next !== undefined && faults.length < LIMITS.faults; next = pending.pop()) {
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
