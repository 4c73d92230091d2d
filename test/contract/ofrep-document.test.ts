import { describe, expect, it } from 'vitest';
import { readOfrepDocument } from './ofrep-document.ts';

const document = readOfrepDocument();
const success = { key: 'a', value: true, variant: 'on', reason: 'STATIC', metadata: { flagVersion: 3 } };
const failure = { key: 'a', errorCode: 'FLAG_NOT_FOUND', errorDetails: 'It is not there.', metadata: {} };
const bulk = (...flags: unknown[]) => ({ flags, metadata: { version: '3-abc' } });

describe('the OpenAPI document of OFREP', () => {
  it.each([[true], ['blue'], [3], [3.5], [{ a: null }], [[1]]])(
    'takes a success with the value %j',
    (value) => {
      expect(document.faultsIn('bulkEvaluationSuccess', bulk({ ...success, value }))).toEqual([]);
    },
  );

  it('takes a success without value, with the reason DEFAULT', () => {
    const { value: _, ...rest } = success;
    const item = { ...rest, variant: '$default', reason: 'DEFAULT' };
    expect(document.faultsIn('bulkEvaluationSuccess', bulk(item))).toEqual([]);
  });

  it('takes a flag that is not found as an item of a bulk answer', () => {
    expect(document.faultsIn('bulkEvaluationSuccess', bulk(success, failure))).toEqual([]);
  });

  it.each([
    ['a value that is null', { ...success, value: null }],
    ['no variant', { ...success, variant: undefined }],
    ['a variant that is null', { ...success, variant: null }],
    ['no reason', { ...success, reason: undefined }],
    ['a reason that OpenFeature does not know', { ...success, reason: 'MAGIC' }],
    ['no metadata', { ...success, metadata: undefined }],
    ['null in metadata', { ...success, metadata: { flagVersion: 3, owner: null } }],
    ['a fraction in metadata', { ...success, metadata: { flagVersion: 3.5 } }],
    ['an object in metadata', { ...success, metadata: { flagVersion: 3, more: {} } }],
    ['a success with an error code', { ...success, errorCode: 'GENERAL' }],
    ['a failure with a value', { ...failure, value: true }],
    ['a failure without a key', { ...failure, key: undefined }],
    ['a code that OpenFeature does not know', { ...failure, errorCode: 'UNAUTHORIZED' }],
  ])('refuses an item with %s', (_, item) => {
    const plain: unknown = JSON.parse(JSON.stringify(bulk(item)));
    expect(document.faultsIn('bulkEvaluationSuccess', plain)).not.toEqual([]);
  });

  it.each(['soon', '1.5', 'Sun, 22 Nov 2026 21:00:00 GMT'])('refuses "%s" as Retry-After', (value) => {
    const headers = new Headers({ 'content-type': 'application/json', 'retry-after': value });
    const { key: _, ...rest } = failure;
    const text = JSON.stringify({ ...rest, errorCode: 'PROVIDER_NOT_READY' });
    const route = { method: 'post', path: '/ofrep/v1/evaluate/flags' } as const;
    expect(document.faultsOf(route, { status: 503, headers, text })).toHaveLength(1);
    headers.set('retry-after', '1');
    expect(document.faultsOf(route, { status: 503, headers, text })).toEqual([]);
  });
});
