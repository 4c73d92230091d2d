import { expect, it } from 'vitest';
import { readVariables } from './read-variables.ts';
import { requiredVariable } from './variable.ts';
import { anyText, urlWith } from './variable-kinds.ts';

const secret = requiredVariable({ name: 'SECRET', kind: anyText, meaning: 'A secret', hint: 'anything' });
const url = requiredVariable({
  name: 'URL',
  kind: urlWith(['redis:'], 'redis://127.0.0.1'),
  meaning: 'A URL',
  hint: 'a URL',
});

it.each(['word\n', ' word', 'word\r\n', 'word '])(
  'refuses %j and names the variable, without the value',
  (text) => {
    expect(readVariables([secret], { SECRET: text }, () => 'read')).toEqual({
      ok: false,
      faults: ['SECRET begins or ends with a blank or a line break; remove it'],
    });
  },
);

it('refuses a raw % in the password of a URL, and takes an encoded one', () => {
  expect(readVariables([url], { URL: 'redis://u:100%@h' }, () => 'read')).toEqual({
    ok: false,
    faults: ['URL has a raw "%" in user or password; write it as %25'],
  });
  expect(readVariables([url], { URL: 'redis://u:100%25@h' }, () => 'read').ok).toBe(true);
});
