import { expect, it } from 'vitest';
import { createWorkerLogger } from './logging.ts';

it('writes the record of every runtime, from its level on', () => {
  const lines: string[] = [];
  const logger = createWorkerLogger('warn', (line) => lines.push(line));
  logger.info('edge is listening');
  logger.warn('confirming keys failed', { error: new Error('timeout') });
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      level: 'warn',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      service: 'edge-worker',
      error: { name: 'Error', message: 'timeout', stack: expect.any(String) },
      msg: 'confirming keys failed',
    },
  ]);
});
