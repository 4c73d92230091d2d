import { describe, expect, it } from 'vitest';
import { codeExamples, edgeAddress } from './code-examples.ts';

const SETTINGS = {
  address: 'https://edge.example.com/flags',
  key: 'sf_srv_secret',
  flagKey: 'new-checkout',
  flagType: 'boolean',
} as const;

describe('the address of an edge', () => {
  it('has no slash at its end', () => {
    expect(edgeAddress('http://127.0.0.1:8310/')).toBe('http://127.0.0.1:8310');
    expect(edgeAddress('https://edge.example.com/flags/?x#y')).toBe('https://edge.example.com/flags');
  });

  it('is refused if it is no address of HTTP, or would end the quotes of the code', () => {
    for (const text of ['', 'edge', 'ftp://edge', `http://edge/';rm`, 'http://edge/"', 'http://edge/`x`']) {
      expect(edgeAddress(text)).toBeUndefined();
    }
  });
});

describe('the examples', () => {
  it('have address, key and flag in every language', () => {
    for (const kind of ['server', 'client'] as const) {
      for (const { code } of codeExamples(kind, SETTINGS)) {
        expect(code).toContain(SETTINGS.address);
        expect(code).toContain(`Bearer`);
        expect(code).toContain(SETTINGS.key);
        expect(code).toContain(SETTINGS.flagKey);
      }
    }
  });

  it('ask for a value of the type of the flag', () => {
    const calls = {
      boolean: [
        'getBooleanValue',
        'BooleanValue',
        'getBooleanValue',
        'get_boolean_value',
        'GetBooleanValueAsync',
      ],
      string: ['getStringValue', 'StringValue', 'getStringValue', 'get_string_value', 'GetStringValueAsync'],
      number: ['getNumberValue', 'FloatValue', 'getDoubleValue', 'get_float_value', 'GetDoubleValueAsync'],
      json: ['getObjectValue', 'ObjectValue', 'getObjectValue', 'get_object_value', 'GetObjectValueAsync'],
    } as const;
    for (const flagType of ['boolean', 'string', 'number', 'json'] as const) {
      const [, ...examples] = codeExamples('server', { ...SETTINGS, flagType });
      expect(examples).toHaveLength(calls[flagType].length);
      for (const [index, { code }] of examples.entries()) {
        expect(code).toContain(`.${calls[flagType][index]}(`);
      }
    }
  });
});
