import type { BodyFault, BodyText } from '../../model/edge-request.ts';
import { gunzip, readBodyEncoding } from './body-encoding.ts';

/** The largest body of a request, unless its route sets another limit. */
export const MAX_BODY_BYTES = 64 * 1024;

/** A byte that is not UTF-8 is an error of the client, not a replacement character in a flag key. Has no state. */
const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** As much of a request as is needed to read its body; satisfied by `HonoRequest`. */
interface BodyCarrier {
  header(name: string): string | undefined;
  arrayBuffer(): Promise<ArrayBuffer>;
  readonly raw: { readonly body: BodyStream | null };
}

/** A body as it arrived, or why there is none. */
type BodyBytes = Uint8Array<ArrayBuffer> | BodyFault;

interface BodyStream {
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
    cancel(): Promise<void>;
  };
}

/**
 * Reads a body of at most `maxBytes` as strict UTF-8. One that is compressed may have `maxBytes` before and after. No more
 * than that is ever held. Never rejects.
 */
export async function readBody(request: BodyCarrier, maxBytes: number = MAX_BODY_BYTES): Promise<BodyText> {
  // A client that disconnects halfway is no failure of this edge.
  return readWhole(request, maxBytes).catch(() => ({ fault: 'incomplete' }));
}

async function readWhole(request: BodyCarrier, maxBytes: number): Promise<BodyText> {
  const encoding = readBodyEncoding(request.header('content-encoding'));
  if (encoding === undefined) return { fault: 'unsupported-encoding' };
  const bytes = await readBytes(request, maxBytes);
  if ('fault' in bytes) return bytes;
  return encoding === 'gzip' ? decompress(bytes, maxBytes) : decodeBody(bytes, maxBytes);
}

async function readBytes(request: BodyCarrier, maxBytes: number): Promise<BodyBytes> {
  const declared = request.header('content-length');
  if (declared === undefined) return readUpTo(request.raw.body, maxBytes);
  if (Number(declared) > maxBytes) return { fault: 'too-large', maxBytes };
  return new Uint8Array(await request.arrayBuffer());
}

async function decompress(compressed: Uint8Array<ArrayBuffer>, maxBytes: number): Promise<BodyText> {
  try {
    const bytes = await readUpTo(gunzip(compressed), maxBytes);
    return 'fault' in bytes ? bytes : decodeBody(bytes, maxBytes);
  } catch {
    return { fault: 'not-gzip' };
  }
}

/** A body that is there already, as text. */
export function decodeBody(bytes: Uint8Array, maxBytes: number = MAX_BODY_BYTES): BodyText {
  if (bytes.byteLength > maxBytes) return { fault: 'too-large', maxBytes };
  try {
    return STRICT_UTF8.decode(bytes);
  } catch {
    return { fault: 'not-utf8' };
  }
}

async function readUpTo(body: BodyStream | null, maxBytes: number): Promise<BodyBytes> {
  if (body === null) return new Uint8Array();
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return concatenate(chunks, size);
    if (value === undefined) continue;
    size += value.byteLength;
    if (size > maxBytes) {
      await reader.cancel();
      return { fault: 'too-large', maxBytes };
    }
    chunks.push(value);
  }
}

function concatenate(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}
