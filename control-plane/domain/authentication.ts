import type { Caller } from '../model/role.ts';
import type { SessionCaller } from '../model/session.ts';
import { findCaller, recordTokenUse } from '../store/access/api-tokens.ts';
import { findSession, recordSessionUse } from '../store/access/sessions.ts';
import type { DomainDeps } from './change/change.ts';

/** Finds the users of API tokens and sessions. A use is recorded at most once a minute, and no request waits for it. */
export function createAuthentication({ sql }: Pick<DomainDeps, 'sql'>) {
  const recordToken = onceAtATime((id) => recordTokenUse(sql, id));
  const recordSession = onceAtATime((id) => recordSessionUse(sql, id));
  return {
    /** @param projectId the project whose roles the request needs */
    findCaller: async (hash: string, projectId: string | undefined): Promise<Caller | undefined> => {
      const found = await findCaller(sql, hash, projectId);
      if (found === undefined) return undefined;
      const { tokenId, isUseDue, ...caller } = found;
      if (isUseDue) void recordToken(tokenId);
      return caller;
    },

    /** @param projectId the project whose roles the request needs */
    findSession: async (hash: string, projectId: string | undefined): Promise<SessionCaller | undefined> => {
      const found = await findSession(sql, hash, projectId);
      if (found === undefined) return undefined;
      const { session, isUseDue, ...caller } = found;
      if (isUseDue) void recordSession(session.id);
      return { session, caller };
    },
  };
}

/** @returns records a use, unless that of the same id is being recorded. Never rejects: a later request records it. */
function onceAtATime(record: (id: string) => Promise<void>): (id: string) => Promise<void> {
  const recording = new Set<string>();
  return async (id) => {
    if (recording.has(id)) return;
    recording.add(id);
    try {
      await record(id);
    } catch {
      // A later request records it.
    } finally {
      recording.delete(id);
    }
  };
}
