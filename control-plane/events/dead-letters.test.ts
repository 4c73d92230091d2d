import { describe, expect, it } from 'vitest';
import { deadEntry, deadEvent } from './dead-letters.ts';

describe('a dead letter', () => {
  it('of an entry has its content, which may be absent', () => {
    expect(deadEntry({ id: '1-0', events: '[' }, 'malformed')).toEqual({
      reason: 'malformed',
      entryId: '1-0',
      events: '[',
    });
    expect(deadEntry({ id: '1-0' }, 'malformed').events).toBe('');
  });

  it('of an event has the event as a list of one', () => {
    expect(deadEvent('1-0', { id: 7 }, 'invalid').events).toBe('[{"id":7}]');
  });

  it('is cut after 65,536 characters', () => {
    const long = 'x'.repeat(65_537);
    expect(deadEntry({ id: '1-0', events: long }, 'malformed').events).toHaveLength(65_536);
    expect(deadEvent('1-0', long, 'invalid').events).toHaveLength(65_536);
  });
});
