import { LRUCache } from 'lru-cache';
import type { Position } from '../../../../shared/sync/wire.ts';
import type { ServedEnvironment } from '../../model/flag-source.ts';
import type { Credential } from '../../model/key-ring.ts';
import { CodeUnitBuffer } from './code-unit-buffer.ts';
import { hash128 } from './hash128.ts';

/**
 * Part of every entity tag: raise it with every change of what the evaluator decides, or of the format of a bulk
 * answer, so that no client uses a cached answer of an older release.
 */
const ANSWERS_VERSION = '2';

/** Keys whose part of the tag is cached: the part that all their answers share at one position. */
const CACHED_BODIES_SCOPES = 1_000;

/**
 * The entity tag of a bulk answer, from all that the answer depends on and before anything is evaluated: the same
 * on every replica and runtime. Weak, because a proxy may compress an answer.
 *
 * @param token of the stream that the answer offers, which contains key and window; '' if it offers none
 * @param contextHash the same for contexts that mean the same
 */
export type EntityTagOf = (
  environment: ServedEnvironment,
  credential: Credential,
  token: string,
  contextHash: string,
) => string;

export function createEntityTags(): EntityTagOf {
  const scopes = new LRUCache<string, { readonly position: Position; readonly hash: string }>({
    max: CACHED_BODIES_SCOPES,
  });
  const units = new CodeUnitBuffer();

  function scopeOf({ id, position }: ServedEnvironment, { kind }: Credential, token: string): string {
    const name = token === '' ? `${id} ${kind}` : token;
    const known = scopes.get(name);
    if (known?.position === position) return known.hash;
    units.clear();
    units.append(`${ANSWERS_VERSION}\n${id}\n${position}\n${kind}\n${token}`);
    const { hex: hash } = hash128(units);
    scopes.set(name, { position, hash });
    return hash;
  }

  return (environment, credential, token, contextHash) =>
    `W/"${scopeOf(environment, credential, token)}${contextHash}"`;
}

/**
 * Whether a value of `If-None-Match` names a tag, compared weakly: one tag, a list of them, or `*` for any. Tags
 * without quotes are taken, too: there are clients that strip them.
 */
export function matches(ifNoneMatch: string, tag: string): boolean {
  if (ifNoneMatch === tag) return true;
  if (ifNoneMatch.trim() === '*') return true;
  const sought = opaquePart(tag);
  let at = 0;
  let quote = ifNoneMatch.indexOf('"');
  while (at < ifNoneMatch.length) {
    // Searched again only behind the last one: otherwise a list of commas takes quadratic time.
    if (quote !== -1 && quote < at) quote = ifNoneMatch.indexOf('"', at);
    const comma = ifNoneMatch.indexOf(',', at);
    const isQuoted = quote !== -1 && (comma === -1 || quote < comma);
    const end = isQuoted ? endOfQuoted(ifNoneMatch, quote) : comma === -1 ? ifNoneMatch.length : comma;
    if (opaquePart(ifNoneMatch.slice(at, end).trim()) === sought) return true;
    at = end + 1;
  }
  return false;
}

/** Behind the closing quote, at the comma after it or at the end of the text. */
function endOfQuoted(text: string, quote: number): number {
  const closing = text.indexOf('"', quote + 1);
  if (closing === -1) return text.length;
  const comma = text.indexOf(',', closing);
  return comma === -1 ? text.length : comma;
}

function opaquePart(tag: string): string {
  const strong = tag.startsWith('W/') ? tag.slice(2) : tag;
  return strong.length > 1 && strong.startsWith('"') && strong.endsWith('"') ? strong.slice(1, -1) : strong;
}
