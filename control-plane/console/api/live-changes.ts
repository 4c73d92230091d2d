import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type ProjectResource, queryKeys } from './query-keys.ts';

/** Whether the stream of changes is open. `lost`: what is shown may be old. */
export type LiveState = 'connecting' | 'live' | 'lost';

/** What an event of `GET /api/projects/{projectId}/changes` says, as far as it matters here. */
interface ChangeEvent {
  readonly resourceType: string;
}

const EVERYTHING_ABOUT_FLAGS: readonly ProjectResource[] = ['flags', 'change-sets', 'audit', 'evaluations'];

/** Which answers are no longer true after a change of such a resource. */
const TOUCHED: Readonly<Record<string, readonly ProjectResource[]>> = {
  flag: EVERYTHING_ABOUT_FLAGS,
  flag_environment: EVERYTHING_ABOUT_FLAGS,
  rule: EVERYTHING_ABOUT_FLAGS,
  segment: ['segments', ...EVERYTHING_ABOUT_FLAGS],
  change_set: ['change-sets', 'flags', 'audit'],
  environment: ['environments', 'flags', 'keys', 'segments', 'change-sets', 'audit', 'settings'],
  sdk_key: ['keys', 'audit'],
  webhook: ['webhooks', 'audit'],
  user: ['roles', 'audit'],
  project: ['settings', 'audit'],
};

/** Missed changes are read again after this time without the stream, in milliseconds. */
const LOST_AFTER_MS = 3_000;
/** A change set of many flags sends many events: answers are read again once per so many milliseconds. */
const GATHER_MS = 100;

/**
 * Follows the changes of a project while the screen is open: what they touch is read again. The browser reconnects by itself and
 * resumes with the id of the last event; after a gap everything of the project is read again.
 */
export function useLiveChanges(projectId: string): LiveState {
  const queries = useQueryClient();
  const [state, setState] = useState<LiveState>('connecting');
  useEffect(() => followChanges(projectId, queries, setState), [projectId, queries]);
  return state;
}

function followChanges(projectId: string, queries: QueryClient, setState: (state: LiveState) => void) {
  let source: EventSource | undefined;
  let reopening: number | undefined;
  let lost: number | undefined;
  let wasLost = false;
  const gathered = gatherInvalidations(projectId, queries);
  const open = () => {
    source = new EventSource(`/api/projects/${encodeURIComponent(projectId)}/changes`);
    source.addEventListener('ready', (event) => {
      window.clearTimeout(lost);
      lost = undefined;
      const { isComplete } = JSON.parse(event.data) as { readonly isComplete: boolean };
      if (wasLost || !isComplete) gathered.addAll();
      wasLost = false;
      setState('live');
    });
    source.addEventListener('change', (event) =>
      gathered.add((JSON.parse(event.data) as ChangeEvent).resourceType),
    );
    source.addEventListener('error', () => {
      lost ??= window.setTimeout(() => {
        wasLost = true;
        setState('lost');
      }, LOST_AFTER_MS);
      // The browser gives up on an answer that is not a stream, such as 429 or 503, or 401: the session may have ended.
      if (source?.readyState !== EventSource.CLOSED) return;
      void queries.invalidateQueries({ queryKey: queryKeys.me });
      reopening = window.setTimeout(open, LOST_AFTER_MS);
    });
  };
  open();
  return () => {
    source?.close();
    window.clearTimeout(reopening);
    window.clearTimeout(lost);
    gathered.stop();
  };
}

function gatherInvalidations(projectId: string, queries: QueryClient) {
  const kinds = new Set<ProjectResource>();
  let isAll = false;
  let timer: number | undefined;
  const flush = () => {
    timer = undefined;
    if (isAll) void queries.invalidateQueries({ queryKey: queryKeys.project(projectId) });
    else
      for (const kind of kinds)
        void queries.invalidateQueries({ queryKey: queryKeys.resource(projectId, kind) });
    isAll = false;
    kinds.clear();
  };
  const schedule = () => {
    timer ??= window.setTimeout(flush, GATHER_MS);
  };
  return {
    add(resourceType: string) {
      const touched = TOUCHED[resourceType];
      if (touched === undefined) isAll = true;
      for (const kind of touched ?? []) kinds.add(kind);
      schedule();
    },
    addAll() {
      isAll = true;
      schedule();
    },
    stop: () => window.clearTimeout(timer),
  };
}
