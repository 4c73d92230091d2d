/**
 * Receives a hint after each committed change, so that readers get the change at once.
 *
 * A hint names only what changed; its receiver reads the change from Postgres. The sweep finds changes whose hint was
 * lost. So a notifier returns at once, never throws, and nothing waits for it.
 */
export interface ChangeNotifier {
  /** Flags or segments of these environments (UUIDs) have changed. */
  environmentsChanged(environmentIds: readonly string[]): void;
  /** Keys or environments of this project (UUID) have changed. */
  keysChanged(projectId: string): void;
}

/** Passes each hint to all notifiers, also if one of them throws. */
export function fanOut(
  notifiers: readonly ChangeNotifier[],
  onError: (error: unknown) => void,
): ChangeNotifier {
  const notifyAll = (notify: (notifier: ChangeNotifier) => void) => {
    for (const notifier of notifiers) {
      try {
        notify(notifier);
      } catch (error) {
        onError(error);
      }
    }
  };
  return {
    environmentsChanged: (ids) => notifyAll((notifier) => notifier.environmentsChanged(ids)),
    keysChanged: (projectId) => notifyAll((notifier) => notifier.keysChanged(projectId)),
  };
}
