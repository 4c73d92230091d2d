import type { MantineColorScheme, MantineColorSchemeManager } from '@mantine/core';

/** The key under which `public/color-scheme.js` looks before the first paint. */
const STORAGE_KEY = 'color-scheme';

/** Keeps the chosen colour scheme in this browser; "auto" follows the system. */
export function createColorSchemeManager(storage: Storage): MantineColorSchemeManager {
  let onStorage: ((event: StorageEvent) => void) | undefined;
  const read = (fallback: MantineColorScheme): MantineColorScheme => {
    const stored = storage.getItem(STORAGE_KEY);
    return stored === 'light' || stored === 'dark' ? stored : fallback;
  };
  return {
    get: read,
    set: (value) =>
      value === 'auto' ? storage.removeItem(STORAGE_KEY) : storage.setItem(STORAGE_KEY, value),
    subscribe(onUpdate) {
      onStorage = ({ key }) => {
        if (key === STORAGE_KEY) onUpdate(read('auto'));
      };
      window.addEventListener('storage', onStorage);
    },
    unsubscribe() {
      if (onStorage) window.removeEventListener('storage', onStorage);
    },
    clear: () => storage.removeItem(STORAGE_KEY),
  };
}
