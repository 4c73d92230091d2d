import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../api/api-context.tsx';
import {
  type EditSession,
  editSessionOf,
  type LocalEdits,
  resolveConflicts,
} from '../../editing/configuration/edit-session.ts';
import type { EditedConfiguration } from '../../editing/configuration/edited-configuration.ts';
import type { ConflictWinner } from '../../editing/configuration/merge-edits.ts';
import { configurationQuery, type FlagPlace } from './flag-queries.ts';

/** The configuration of one environment on the page. */
export interface EnvironmentEdits {
  readonly environmentKey: string;
  /** `undefined` until the configuration is read. */
  readonly session: EditSession | undefined;
  readonly error: Error | null;
  edit(change: (configuration: EditedConfiguration) => EditedConfiguration): void;
  discard(): void;
  resolve(winner: ConflictWinner): void;
  reload(): void;
}

/** The edits of a flag's configurations that are not saved, merged with what others change meanwhile. */
export function useFlagEdits(
  place: FlagPlace,
  environmentKeys: readonly string[],
): readonly EnvironmentEdits[] {
  const api = useApi();
  const [locals, setLocals] = useState<ReadonlyMap<string, LocalEdits>>(new Map());
  const keys = [...new Set([...environmentKeys, ...locals.keys()])];
  const results = useQueries({ queries: keys.map((key) => configurationQuery(api, place, key)) });
  const setLocal = (key: string, local: LocalEdits | undefined) =>
    setLocals((current) => {
      const next = new Map(current);
      if (local === undefined) next.delete(key);
      else next.set(key, local);
      return next;
    });
  return keys.map((environmentKey, index) => {
    const result = results[index];
    const read = result?.data;
    const local = locals.get(environmentKey);
    const session =
      read === undefined ? undefined : editSessionOf({ flagKey: place.flagKey, environmentKey }, local, read);
    return {
      environmentKey,
      session,
      error: result?.error ?? null,
      edit: (change) => {
        if (session === undefined) return;
        setLocal(environmentKey, { base: session.base, edited: change(session.edited) });
      },
      discard: () => setLocal(environmentKey, undefined),
      resolve: (winner) => {
        if (local !== undefined && read !== undefined)
          setLocal(environmentKey, resolveConflicts(local, read, winner));
      },
      reload: () => void result?.refetch(),
    };
  });
}
