import { expect, it } from 'vitest';
import { parseNoProxy } from './no-proxy.ts';

it.each([
  ['::1', 'http://[::1]:8300/'],
  ['[::1]', 'http://[::1]:8300/'],
  ['[::1]:8300', 'http://[::1]:8300/'],
  ['0:0:0:0:0:0:0:1', 'http://[::1]:8300/'],
  ['10.0.0.0/8', 'http://10.1.2.3/'],
  ['fd00::/8', 'http://[fd12::1]/'],
  ['127.0.0.1', 'http://127.0.0.1:8300/'],
  ['flags.example', 'https://flags.example./'],
  ['flags.example.', 'https://flags.example/'],
  ['FLAGS.example', 'https://flags.example/'],
  ['example', 'https://flags.example/'],
  ['.example', 'https://flags.example/'],
  ['*.example', 'https://flags.example/'],
  ['other, flags.example:443', 'https://flags.example/'],
  ['*', 'https://flags.example/'],
])('NO_PROXY=%s keeps requests to %s away from the proxy', (noProxy, url) => {
  expect(parseNoProxy(noProxy)(url)).toBe(true);
});

it.each([
  ['', 'https://flags.example/'],
  ['ample', 'https://flags.example/'],
  ['.flags.example', 'https://flags.example/'],
  ['flags.example:8443', 'https://flags.example/'],
  ['[::1]:80', 'http://[::1]:8300/'],
  ['10.0.0.0/8', 'http://11.1.2.3/'],
  ['10.0.0.0/8', 'http://10.example/'],
  ['10.0.0.0/33', 'http://10.0.0.1/'],
  ['10.0.0.0/', 'http://10.0.0.0/'],
  ['.', 'https://flags.example./'],
])('NO_PROXY=%s does not apply to %s', (noProxy, url) => {
  expect(parseNoProxy(noProxy)(url)).toBe(false);
});
