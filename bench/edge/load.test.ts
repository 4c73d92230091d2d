import { describe, expect, it } from 'vitest';
import { createResponseReader } from './load.ts';

const OK = 'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\nContent-Length: 5\r\n\r\nhello';
const NOT_MODIFIED = 'HTTP/1.1 304 Not Modified\r\netag: W/"a"\r\n\r\n';

function statusesOf(...chunks: readonly string[]): number[] {
  const statuses: number[] = [];
  const read = createResponseReader((status) => statuses.push(status));
  for (const chunk of chunks) read(Buffer.from(chunk));
  return statuses;
}

describe('the reader of responses', () => {
  it('finds the end of a response wherever chunks end', () => {
    for (let cut = 1; cut < OK.length; cut += 1) {
      expect(statusesOf(OK.slice(0, cut), OK.slice(cut), OK)).toEqual([200, 200]);
    }
  });

  it('does not wait for the body of a 304', () => {
    expect(statusesOf(NOT_MODIFIED, OK)).toEqual([304, 200]);
  });

  it('does not report a response before it is complete', () => {
    expect(statusesOf(OK.slice(0, -1))).toEqual([]);
  });

  it('refuses responses that it cannot measure', () => {
    expect(() => statusesOf('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n')).toThrow(
      'Content-Length',
    );
    expect(() => statusesOf(`${OK}more`)).toThrow('longer');
  });
});
