/** A moment that comes once, and those who wait for it. */
export interface Moment {
  readonly passed: boolean;
  /** Calls back when the moment comes, at once where it has. */
  listen(listener: () => void): void;
  pass(): void;
}

export function createMoment(): Moment {
  let passed = false;
  let listeners: (() => void)[] = [];
  return {
    get passed() {
      return passed;
    },
    listen(listener) {
      if (passed) listener();
      else listeners.push(listener);
    },
    pass() {
      if (passed) return;
      passed = true;
      const waiting = listeners;
      listeners = [];
      for (const listener of waiting) listener();
    },
  };
}
