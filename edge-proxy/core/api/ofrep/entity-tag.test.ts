import { describe, expect, it } from 'vitest';
import { compileFlagSet } from '../../../../shared/evaluation/index.ts';
import type { EvaluationContext } from '../../../../shared/model/evaluation-context.ts';
import { NOW, OTHER, OWN } from '../../../../test/support/edge/test-edge.ts';
import { flagSet } from '../../../../test/support/flags.ts';
import type { ServedEnvironment } from '../../model/flag-source.ts';
import type { Credential } from '../../model/key-ring.ts';
import { createEntityTags, matches } from './entity-tag.ts';
import { createHashedContextReader } from './hashed-context.ts';

const environment: ServedEnvironment = {
  id: OWN,
  set: compileFlagSet(flagSet([], [], OWN)),
  position: '7-abcd',
  committedAt: NOW,
  currentAsOf: NOW,
};
const server: Credential = {
  id: 'server-own',
  kind: 'server',
  hash: '',
  environmentIds: [OWN],
  expiresAt: Number.POSITIVE_INFINITY,
};
const entityTags = createEntityTags();
const readContext = createHashedContextReader();
const bulkEntityTag = (
  at: ServedEnvironment,
  credential: Credential,
  token: string,
  given: EvaluationContext,
  tags = entityTags,
) => {
  const read = readContext(JSON.stringify({ context: given }));
  if ('errorCode' in read) throw new Error(read.errorDetails);
  return tags(at, credential, token, read.hash);
};
const context = { targetingKey: 'u-1', plan: 'free' };
const tag = bulkEntityTag(environment, server, 'client-own.1.aaaa', context);

describe('the entity tag of a bulk answer', () => {
  it('is another one without a stream, for another environment and kind of key all the same', () => {
    const tags = [
      bulkEntityTag(environment, server, '', context),
      bulkEntityTag(environment, { ...server, kind: 'client' }, '', context),
      bulkEntityTag({ ...environment, id: OTHER }, server, '', context),
      bulkEntityTag({ ...environment, position: '8-abcd' }, server, '', context),
      tag,
    ];
    expect(new Set(tags).size).toBe(tags.length);
  });

  it('is weak, and the same for the same', () => {
    expect(tag).toMatch(/^W\/"[0-9a-f]{64}"$/);
    const later = { ...environment, currentAsOf: NOW + 5_000 };
    expect(bulkEntityTag(later, server, 'client-own.1.aaaa', { plan: 'free', targetingKey: 'u-1' })).toBe(
      tag,
    );
  });

  it('needs no flags to be computed', () => {
    const { set: _, ...rest } = environment;
    const blind = {
      ...rest,
      get set(): never {
        throw new Error('flags were looked at');
      },
    };
    expect(bulkEntityTag(blind, server, 'client-own.1.aaaa', context)).toBe(tag);
  });

  it.each([
    [
      'environment',
      bulkEntityTag({ ...environment, id: OTHER }, server, 'client-own.1.aaaa', context, createEntityTags()),
    ],
    ['position', bulkEntityTag({ ...environment, position: '7-abce' }, server, 'client-own.1.aaaa', context)],
    [
      'kind of key',
      bulkEntityTag(
        environment,
        { ...server, kind: 'client' },
        'client-own.1.aaaa',
        context,
        createEntityTags(),
      ),
    ],
    ['stream', bulkEntityTag(environment, server, 'client-own.1.bbbb', context)],
    ['attribute', bulkEntityTag(environment, server, 'client-own.1.aaaa', { ...context, plan: 'paid' })],
    [
      'targeting key',
      bulkEntityTag(environment, server, 'client-own.1.aaaa', { ...context, targetingKey: 'u-2' }),
    ],
  ])('is another one for another %s', (_, other) => {
    expect(other).not.toBe(tag);
  });
});

describe('If-None-Match', () => {
  it.each([
    ['W/"abc"'],
    ['"abc"'],
    ['*'],
    [' * '],
    ['"x", "abc"'],
    ['"abc","x"'],
    ['W/"x" , W/"abc" , "y"'],
    ['"a,b", "abc"'],
    [',, "abc",,'],
    ['abc'],
    ['x, abc'],
  ])('%s names W/"abc"', (value) => {
    expect(matches(value, 'W/"abc"')).toBe(true);
  });

  it.each([
    [''],
    ['""'],
    ['"x"'],
    ['"abcd"'],
    ['"ab", "c"'],
    ['"x,abc"'],
    ['"abc'],
    ['w/"abc"'],
    ['"*"'],
    ['"x", *'],
    [','],
  ])('%s does not', (value) => {
    expect(matches(value, 'W/"abc"')).toBe(false);
  });

  it('reads a long header in linear time: quadratic time would exceed the limit of a test', () => {
    expect(matches('"'.repeat(1_000_000), 'W/"abc"')).toBe(false);
    expect(matches(','.repeat(1_000_000), 'W/"abc"')).toBe(false);
    expect(matches('"x",'.repeat(250_000), 'W/"abc"')).toBe(false);
  });
});
