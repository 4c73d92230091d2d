import type { Caller } from '../model/role.ts';
import { findCaller, recordTokenUse } from '../store/access/api-tokens.ts';
import type { DomainDeps } from './change/change.ts';

/** Finds the users of API tokens. A use is recorded at most once a minute, and no request waits for it. */
export function createAuthentication({ sql }: Pick<DomainDeps, 'sql'>) {
  const recording = new Set<string>();
  const record = async (tokenId: string): Promise<void> => {
    if (recording.has(tokenId)) return;
    recording.add(tokenId);
    try {
      await recordTokenUse(sql, tokenId);
    } catch {
      // A later request records it.
    } finally {
      recording.delete(tokenId);
    }
  };
  return {
    /** @param projectId the project whose roles the request needs */
    findCaller: async (hash: string, projectId: string | undefined): Promise<Caller | undefined> => {
      const found = await findCaller(sql, hash, projectId);
      if (found === undefined) return undefined;
      const { tokenId, isUseDue, ...caller } = found;
      if (isUseDue) void record(tokenId);
      return caller;
    },
  };
}
