import { describe, expect, it } from 'vitest';
import { createManagementDocument, readManagementDocument } from './management-document.ts';

const json = new Headers({ 'content-type': 'application/json; charset=utf-8' });
const problem = new Headers({ 'content-type': 'application/problem+json' });
const thing = { type: 'object', properties: { id: { type: 'string', format: 'uuid' } }, required: ['id'] };
const ofThing = (schema: object) => ({ content: { 'application/json': { schema } } });
const document = createManagementDocument(
  JSON.stringify({
    components: { schemas: { Thing: thing } },
    paths: {
      '/api/things/{id}': {
        get: { responses: { 200: ofThing({ $ref: '#/components/schemas/Thing' }) } },
        delete: { responses: { 204: {} } },
      },
      '/api/things/all': {
        get: {
          responses: { 200: ofThing({ type: 'array', items: { $ref: '#/components/schemas/Thing' } }) },
        },
      },
    },
  }),
);
const id = '00000000-0000-0000-0000-000000000001';

describe('an answer', () => {
  it.each([
    ['GET', '/api/things/1?x=/y', 200, json, JSON.stringify({ id })],
    ['HEAD', '/api/things/1', 200, json, ''],
    ['DELETE', '/api/things/1', 204, new Headers(), ''],
    ['GET', '/api/things/all', 200, json, JSON.stringify([{ id }])],
    ['GET', '/api/nothing', 404, problem, '{}'],
    ['POST', '/api/things/all', 405, problem, '{}'],
  ])('as documented has no faults: %s %s', (method, path, status, headers, text) => {
    expect(document.faultsOf({ method, path, status, headers, text })).toEqual([]);
  });

  it.each([
    ['a route', 'GET', '/api/nothing', 200, json, '{}', 'createRoute'],
    ['a method', 'POST', '/api/things/1', 201, json, '{}', 'createRoute'],
    ['a status', 'GET', '/api/things/1', 404, problem, '{}', 'status 404'],
    ['a content type', 'GET', '/api/things/1', 200, problem, '{}', 'application/problem+json'],
    ['a body', 'DELETE', '/api/things/1', 204, new Headers(), '{}', 'there is a body'],
    ['a member', 'GET', '/api/things/1', 200, json, JSON.stringify({ id, name: 'x' }), 'name'],
    ['a member in a list', 'GET', '/api/things/all', 200, json, JSON.stringify([{ id, name: 'x' }]), 'name'],
    ['the absence of a member', 'GET', '/api/things/1', 200, json, '{}', 'required'],
    ['a format', 'GET', '/api/things/1', 200, json, '{"id":"1"}', 'uuid'],
  ])('with %s that is not documented has a fault', (_, method, path, status, headers, text, fault) => {
    expect(document.faultsOf({ method, path, status, headers, text })).toEqual([
      expect.stringContaining(fault),
    ]);
  });

  it('is compared with the document of this working copy', () => {
    const answer = { method: 'GET', path: '/api/projects', status: 200, headers: json };
    const read = readManagementDocument();
    expect(read.faultsOf({ ...answer, text: '{"items":[],"next":null}' })).toEqual([]);
    expect(read.faultsOf({ ...answer, text: '{"items":[{}],"next":null}' })).not.toEqual([]);
  });
});
