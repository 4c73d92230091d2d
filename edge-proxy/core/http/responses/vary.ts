import type { Answer } from '../../model/answer.ts';

/** Headers that say also that the answer varies by this request header. */
export function varyBy(headers: Answer['headers'], name: string): Answer['headers'] {
  const { vary } = headers;
  return { ...headers, vary: vary === undefined ? name : `${vary}, ${name}` };
}
