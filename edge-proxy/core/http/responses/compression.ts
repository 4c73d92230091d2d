import type { Answer } from '../../model/answer.ts';
import { varyBy } from './vary.ts';

/** Characters below which compressing costs more than it saves: it would be one packet either way. */
const WORTH_COMPRESSING = 1_024;

/** An answer with the headers of its encoding; if `gzip` is set, the runtime compresses the body. */
export interface EncodedAnswer {
  readonly answer: Answer;
  readonly gzip: boolean;
}

/**
 * Decides whether an answer is sent compressed. Short ones, which single evaluations are, leave with one
 * comparison. Entity tags of ours are weak, so that they hold for both encodings.
 */
export function negotiateEncoding(answer: Answer, acceptEncoding: string | undefined): EncodedAnswer {
  if (answer.body.length < WORTH_COMPRESSING) return { answer, gzip: false };
  const gzip = acceptEncoding !== undefined && acceptsGzip(acceptEncoding);
  const headers = varyBy(answer.headers, 'Accept-Encoding');
  const encoded = gzip ? { ...headers, 'content-encoding': 'gzip' } : headers;
  return { answer: { ...answer, headers: encoded }, gzip };
}

const CODING = /^([^\s;]+)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?))?$/i;

/** Reads `Accept-Encoding` (RFC 9110): `gzip` by name counts before `*`, and `q=0` forbids. */
export function acceptsGzip(acceptEncoding: string): boolean {
  let byStar = false;
  for (const entry of acceptEncoding.split(',')) {
    const [, coding = '', weight = '1'] = CODING.exec(entry.trim()) ?? [];
    const name = coding.toLowerCase();
    if (name === 'gzip' || name === 'x-gzip') return Number(weight) > 0;
    if (name === '*') byStar = Number(weight) > 0;
  }
  return byStar;
}
