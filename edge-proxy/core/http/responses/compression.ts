import { acceptsGzip } from '../../../../shared/http/accept-encoding.ts';
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
  const gzip = acceptsGzip(acceptEncoding);
  const headers = varyBy(answer.headers, 'Accept-Encoding');
  const encoded = gzip ? { ...headers, 'content-encoding': 'gzip' } : headers;
  return { answer: { ...answer, headers: encoded }, gzip };
}
