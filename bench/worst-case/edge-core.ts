import { createOfrepHandler } from '../../edge-proxy/core/api/ofrep/ofrep-handler.ts';
import type { Reply } from '../../edge-proxy/core/model/answer.ts';
import { compileFlagSet } from '../../shared/evaluation/index.ts';
import type { FlagSet } from '../../shared/model/flag-set.ts';
import { ENVIRONMENT } from './flag-sets.ts';

const BULK = '/ofrep/v1/evaluate/flags';
const NOW = Date.parse('2026-03-01T12:00:00Z');

const CREDENTIAL = {
  id: ENVIRONMENT,
  kind: 'server',
  hash: '0'.repeat(64),
  environmentIds: [ENVIRONMENT],
  expiresAt: Number.POSITIVE_INFINITY,
} as const;

/** The edge's core over one flag set: from the text of a request to that of its answer. */
export interface EdgeCore {
  /** @param flagKey `undefined`: all flags */
  readonly answer: (body: string, flagKey: string | undefined) => Reply;
}

export function createEdgeCore(flagSet: FlagSet): EdgeCore {
  const environment = {
    id: ENVIRONMENT,
    set: compileFlagSet(flagSet),
    position: '1-0000000000000001',
    committedAt: NOW,
    currentAsOf: NOW,
  };
  const handle = createOfrepHandler({
    now: () => NOW,
    source: {
      keys: () => undefined,
      environment: () => environment,
      streamSecret: () => undefined,
      allowedOrigins: () => undefined,
    },
    recorder: { recorded() {}, delivered() {} },
    authorizer: {
      authorizeKnown: () => ({ credential: CREDENTIAL }),
      authorizeUnknown: async () => ({ credential: CREDENTIAL }),
      isHashing: () => false,
    },
    tokens: { current: () => '', ready: async () => '', read: async () => undefined },
    awaitFlags: async () => undefined,
  });
  return {
    answer(body, flagKey) {
      const path = flagKey === undefined ? BULK : `${BULK}/${flagKey}`;
      const reply = handle(
        CREDENTIAL,
        { method: 'POST', path, query: '', header: () => undefined, body },
        body,
      );
      if (reply instanceof Promise || !('status' in reply))
        throw new Error('The core did not answer at once.');
      return reply;
    },
  };
}
