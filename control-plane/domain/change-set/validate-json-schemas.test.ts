import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../shared/model/json.ts';
import type { Operation } from '../../model/operation.ts';
import type { FlagState, ProjectState } from '../../model/project-state.ts';
import { applyOperations } from './apply-operations.ts';
import { pointerOf } from './operation-problem.ts';
import { validateJsonSchemas } from './validate-json-schemas.ts';

const flag = (key: string, jsonSchema: JsonObject | null, value: JsonValue): FlagState => ({
  key,
  type: 'json',
  name: key,
  description: '',
  tags: [],
  owner: null,
  clientSide: false,
  metadata: {},
  jsonSchema,
  archived: false,
  configurations: new Map([
    [
      'production',
      {
        enabled: false,
        defaultValue: null,
        variations: [{ key: 'a', value, name: '', description: '' }],
        prerequisites: [],
        rules: [],
      },
    ],
  ]),
});
const stateOf = (...flags: readonly FlagState[]): ProjectState => ({
  environments: ['production'],
  flags: new Map(flags.map((each) => [each.key, each])),
  segments: new Map(),
});
const problemsOf = (state: ProjectState, ...operations: readonly Operation[]) =>
  validateJsonSchemas(applyOperations(state, operations, randomUUID)).map((problem) => ({
    code: problem.code,
    pointer: pointerOf(problem, operations[problem.operation]?.kind ?? 'flag.delete'),
  }));
const write = (flagKey: string, patch: object): Operation => ({
  kind: 'configuration.update',
  flagKey,
  environmentKey: 'production',
  patch,
});
const variation = (value: JsonValue) => [{ key: 'a', value, name: '', description: '' }];
const numbers: JsonObject = { items: { type: 'number' } };

describe('values against the JSON Schema of their flag', () => {
  it('are not checked again unless they change: a flag with an old value can be switched off', () => {
    const state = stateOf(flag('f', numbers, ['x']));
    expect(problemsOf(state, write('f', { enabled: false, variations: variation(['x']) }))).toEqual([]);
    expect(problemsOf(state, write('f', { variations: variation(['y', 1, 'z']) }))).toEqual([
      { code: 'INVALID_REQUEST', pointer: '/operations/0/patch/variations/0/value/0' },
      { code: 'INVALID_REQUEST', pointer: '/operations/0/patch/variations/0/value/2' },
    ]);
    expect(problemsOf(state, write('f', { defaultValue: ['x'] }))).toEqual([]);
  });

  it('are all checked when the schema changes; a removed schema demands nothing', () => {
    const patch = { jsonSchema: { items: { type: 'string' } } };
    const state = stateOf(flag('f', numbers, [1, 2]));
    const inSchema = { code: 'INVALID_REQUEST', pointer: '/operations/0/patch/jsonSchema' };
    expect(problemsOf(state, { kind: 'flag.update', flagKey: 'f', patch })).toEqual([inSchema, inSchema]);
    const removal: Operation = { kind: 'flag.update', flagKey: 'f', patch: { jsonSchema: null } };
    expect(problemsOf(state, removal, write('f', { variations: variation(['x']) }))).toEqual([]);
  });

  it('may take only so many steps in a change set, whatever the number of flags', () => {
    const schema: JsonObject = { allOf: Array.from({ length: 100 }, () => ({ items: { type: 'number' } })) };
    const keys = Array.from({ length: 200 }, (_, index) => `f${index}`);
    const state = stateOf(...keys.map((key) => flag(key, schema, [])));
    const operations = keys.map((key, index) =>
      write(key, { variations: variation(Array.from({ length: 1_000 }, () => index)) }),
    );
    const start = performance.now();
    expect(problemsOf(state, ...operations)).toEqual([{ code: 'CONFLICT', pointer: '/operations/0' }]);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
