import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../project.ts';

/** A number in a document, and the constant of the code that it repeats. */
interface DocumentedNumber {
  /** Part of a sentence, with `{}` in the place of the number. */
  readonly sentence: string;
  /** `file#CONSTANT`, or `file#member` of an object of constants. */
  readonly constant: string;
  /** What one unit of the sentence is in the constant's unit: 1,000 for seconds of a constant in milliseconds. */
  readonly unit?: number;
}

const KIB = 1024;
const MIB = 1024 * KIB;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const NUMBERS: Readonly<Record<string, readonly DocumentedNumber[]>> = {
  'docs/protocol.md': [
    { sentence: 'Use at most {} entries', constant: 'shared/model/flag-metadata.ts#entries' },
    { sentence: 'whose value is a text of at most {}', constant: 'shared/model/flag-metadata.ts#text' },
    { sentence: 'The protocol version is `{}`', constant: 'shared/sync/wire.ts#SYNC_PROTOCOL' },
    { sentence: 'an integer from 1 to {}', constant: 'shared/sync/position.ts#MAX_VERSION' },
    {
      sentence: 'a comment every {} seconds',
      constant: 'shared/streaming/broadcaster.ts#HEARTBEAT_MS',
      unit: SECOND,
    },
    { sentence: 'A stream begins with `retry: {}`', constant: 'shared/streaming/broadcaster.ts#RETRY_MS' },
    {
      sentence: 'since its own last snapshot, at most {}',
      constant: 'shared/sync/replica.ts#MAX_HELD_POSITIONS',
    },
    {
      sentence: 'keeps at most {} streams open for one key',
      constant: 'control-plane/streaming/hub-limits.ts#MAX_STREAMS_PER_KEY',
    },
    {
      sentence: 'this project: {} Mi characters',
      constant: 'shared/sync/sse-decode.ts#MAX_EVENT_CHARACTERS',
      unit: MIB,
    },
  ],
  'docs/evaluation.md': [
    {
      sentence: 'text of at most {} UTF-16 code units',
      constant: 'shared/evaluation/regex/pattern.ts#REGEX_TEXT_LIMIT',
    },
    {
      sentence: 'RE2 pattern of at most {} UTF-16 code units',
      constant: 'shared/evaluation/regex/pattern.ts#PATTERN_LENGTH_LIMIT',
    },
    {
      sentence: 'UTF-16 code units and a size of at most {}',
      constant: 'shared/evaluation/regex/pattern.ts#PATTERN_SIZE_LIMIT',
    },
    {
      sentence: 'patterns of more than {} together',
      constant: 'shared/evaluation/check/check-patterns.ts#PATTERNS_SIZE_LIMIT',
    },
    { sentence: 'that sum to exactly {}', constant: 'shared/model/flag-set.ts#ROLLOUT_TOTAL' },
    {
      sentence: '| levels of objects and arrays, the context included | {} |',
      constant: 'shared/model/context-limits.ts#MAX_CONTEXT_DEPTH',
    },
    {
      sentence: '| attributes, members and elements, at all levels together | {} |',
      constant: 'shared/model/context-limits.ts#MAX_CONTEXT_VALUES',
    },
    {
      sentence: '| elements of one array | {} |',
      constant: 'shared/model/context-limits.ts#MAX_CONTEXT_ELEMENTS',
    },
    {
      sentence: '| one text | {} UTF-16 code units |',
      constant: 'shared/model/context-limits.ts#MAX_CONTEXT_TEXT',
    },
  ],
  'docs/events.md': [
    { sentence: '| events in a batch | {}, and', constant: 'shared/events/limits.ts#batchEvents' },
    { sentence: 'and {} MiB as a request body', constant: 'shared/events/limits.ts#batchBytes', unit: MIB },
    { sentence: '| `userId` | {} KiB', constant: 'shared/events/limits.ts#userIdBytes', unit: KIB },
    { sentence: '| `context` | {} KiB', constant: 'shared/events/limits.ts#contextBytes', unit: KIB },
    { sentence: 'KiB as JSON, {} levels', constant: 'shared/events/limits.ts#contextDepth' },
    { sentence: '| age | {} days', constant: 'shared/events/limits.ts#maxAgeMs', unit: 24 * 60 * MINUTE },
    {
      sentence: '| entries in the stream | {} |',
      constant: 'shared/events/append-script.ts#STREAM_MAX_ENTRIES',
    },
    {
      sentence: 'The stream holds at most {} entries',
      constant: 'shared/events/append-script.ts#STREAM_MAX_ENTRIES',
    },
    {
      sentence: '(about the last {})',
      constant: 'control-plane/messaging/event-stream-consumer.ts#MAX_DEAD_LETTERS',
    },
  ],
  'docs/operations.md': [
    {
      sentence: '| {} s after a change |',
      constant: 'edge-proxy/core/state/persistence/write-queue.ts#WRITE_DELAY_MS',
      unit: SECOND,
    },
    {
      sentence: '| every {} s if it changed, and at shutdown |',
      constant: 'edge-proxy/core/state/persistence/persist-in-files.ts#AGES_EVERY_MS',
      unit: SECOND,
    },
    { sentence: 'or events over {} MiB', constant: 'shared/events/limits.ts#batchBytes', unit: MIB },
  ],
  'docs/ofrep.md': [
    { sentence: '- At most {} entries.', constant: 'shared/model/flag-metadata.ts#entries' },
    { sentence: 'A value is a text of at most {}', constant: 'shared/model/flag-metadata.ts#text' },
    {
      sentence: 'a body over {} KiB',
      constant: 'edge-proxy/core/http/routing/read-body.ts#MAX_BODY_BYTES',
      unit: KIB,
    },
    {
      sentence: 'waits for it, at most {} ms',
      constant: 'edge-proxy/core/state/await-flags.ts#FRESHNESS_WAIT_MS',
    },
    {
      sentence: '"inactivityDelaySec": {} }',
      constant: 'edge-proxy/core/api/ofrep/bulk-response.ts#INACTIVITY_DELAY_SECONDS',
    },
  ],
  'docs/architecture.md': [
    {
      sentence: 'finds the new version in Postgres within {} seconds',
      constant: 'control-plane/streaming/hub-limits.ts#SWEEP_INTERVAL_MS',
      unit: SECOND,
    },
  ],
};

/** The value of a constant in a source file: a number, or a product of numbers. */
function constantValue(constant: string): number {
  const [file = '', name = ''] = constant.split('#');
  const text = readFileSync(join(ROOT, file), 'utf8');
  const [, expression] = new RegExp(`(?:const ${name} =|^  ${name}:) ([\\d_ *]+)[;,]`, 'm').exec(text) ?? [];
  if (expression === undefined) throw new Error(`${file} has no constant ${name}`);
  return expression
    .split('*')
    .map((factor) => Number(factor.replaceAll('_', '')))
    .reduce((product, factor) => product * factor, 1);
}

/** How documents write a number: as it is, or with commas. */
function spellingsOf(value: number): readonly string[] {
  return [String(value), value.toLocaleString('en-US')];
}

describe.each(Object.entries(NUMBERS))('%s', (document, numbers) => {
  const text = readFileSync(join(ROOT, document), 'utf8').replace(/\s+/g, ' ');

  test.each(numbers)('"$sentence" says what $constant is', ({ sentence, constant, unit = 1 }) => {
    const candidates = spellingsOf(constantValue(constant) / unit).map((number) =>
      sentence.replace('{}', number),
    );
    expect(
      candidates.some((candidate) => text.includes(candidate)),
      candidates.join('\n'),
    ).toBe(true);
  });
});
