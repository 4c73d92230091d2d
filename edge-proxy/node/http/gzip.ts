import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { allHeaders } from '../../core/http/responses/to-response.ts';
import type { Answer } from '../../core/model/answer.ts';

const compress = promisify(gzip);
/** Half of the work of the usual level 6, and JSON of flags comes out hardly larger. */
const LEVEL = 4;

/** Compresses a body, off the event loop. */
export function gzipText(body: string): Promise<Uint8Array<ArrayBuffer>> {
  return compress(body, { level: LEVEL }).then((bytes) => new Uint8Array(bytes));
}

/** An answer that says it is compressed, and is from here on. */
export async function toGzipResponse(answer: Answer): Promise<Response> {
  const { status, body } = answer;
  return new Response(await gzipText(body), { status, headers: allHeaders(answer) });
}
