/** How a body is compressed; `undefined`: in a way that is not taken. */
export type BodyEncoding = 'identity' | 'gzip' | undefined;

/** Reads `Content-Encoding` (RFC 9110). A body may be compressed once. */
export function readBodyEncoding(header: string | undefined): BodyEncoding {
  switch (header?.trim().toLowerCase()) {
    case undefined:
    case '':
    case 'identity':
      return 'identity';
    case 'gzip':
    case 'x-gzip':
      return 'gzip';
    default:
      return undefined;
  }
}

/** The bytes of a gzip stream, decompressed as they are read. A reader that stops early decompresses no more. */
export function gunzip(compressed: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array> {
  return new Blob([compressed]).stream().pipeThrough(new DecompressionStream('gzip'));
}
