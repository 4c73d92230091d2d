/**
 * Told after a change was committed, so that readers hear of it at once.
 *
 * What it is told is a hint: whoever listens reads the change from Postgres, and a sweep finds what a
 * lost hint would have told. So a notifier returns at once, never throws, and nothing waits for it.
 */
export interface ChangeNotifier {
  /** Flags or segments of these environments (UUIDs) have changed. */
  environmentsChanged(environmentIds: readonly string[]): void;
  /** Keys or environments of this project (UUID) have changed. */
  keysChanged(projectId: string): void;
}

/** Tells every listener, whatever another one does. */
export function fanOut(
  notifiers: readonly ChangeNotifier[],
  onError: (error: unknown) => void,
): ChangeNotifier {
  const tellAll = (tell: (notifier: ChangeNotifier) => void) => {
    for (const notifier of notifiers) {
      try {
        tell(notifier);
      } catch (error) {
        onError(error);
      }
    }
  };
  return {
    environmentsChanged: (ids) => tellAll((notifier) => notifier.environmentsChanged(ids)),
    keysChanged: (projectId) => tellAll((notifier) => notifier.keysChanged(projectId)),
  };
}
