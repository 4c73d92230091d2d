import { expect, it } from 'vitest';
import { createFrameScanner } from './message-frames.ts';

function message(type: string, body: string): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(4 + body.length);
  return Buffer.concat([Buffer.from(type), head, Buffer.from(body)]);
}

it.each([1, 2, 3, 7, 1_000])('finds every message in chunks of %i bytes', (size) => {
  const bytes = Buffer.concat([
    message('', 'startup parameters'),
    message('S', 'TimeZone\0UTC\0'),
    message('D', 'x'.repeat(3_000)),
    message('S', 'y'.repeat(9_000)),
    message('Z', 'I'),
  ]);
  const frames: string[] = [];
  const scanner = createFrameScanner({
    startsUntyped: true,
    collected: 'S',
    onFrame: (type, body) => frames.push(`${type}:${Buffer.from(body).toString()}`),
  });
  for (let at = 0; at < bytes.length; at += size) scanner.push(bytes.subarray(at, at + size));
  expect(frames).toEqual(['startup:', 'S:TimeZone\0UTC\0', 'D:', 'S:', 'Z:']);
});
