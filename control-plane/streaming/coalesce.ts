/** Work that needs one run at a time. Resolves when a run that began after the call ends; rejects as that run does. */
export type Coalesced = () => Promise<void>;

/**
 * Coalesces calls: never two runs at once, and as few runs as keep every caller's promise. A call during a run waits
 * for the run that follows.
 */
export function coalesce(run: () => Promise<void>): Coalesced {
  let current: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const start = (): Promise<void> => {
    const running = run().finally(() => {
      if (current === running) current = undefined;
    });
    current = running;
    return running;
  };
  const startNext = (): Promise<void> => {
    next = undefined;
    return start();
  };
  return () => {
    if (current === undefined) return start();
    next ??= current.then(startNext, startNext);
    return next;
  };
}
