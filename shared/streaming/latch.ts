/** A one-shot latch: it is released at most once, and stays released. */
export interface Latch {
  readonly isReleased: boolean;
  /** Calls back once, when the latch is released; at once if it is released already. */
  onRelease(listener: () => void): void;
  /** Releases the latch. Does nothing the second time. */
  release(): void;
}

export function createLatch(): Latch {
  let isReleased = false;
  let listeners: (() => void)[] = [];
  return {
    get isReleased() {
      return isReleased;
    },
    onRelease(listener) {
      if (isReleased) listener();
      else listeners.push(listener);
    },
    release() {
      if (isReleased) return;
      isReleased = true;
      const called = listeners;
      listeners = [];
      for (const listener of called) listener();
    },
  };
}
