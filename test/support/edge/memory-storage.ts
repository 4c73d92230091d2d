import type { Storage } from '../../../edge-proxy/core/state/persistence/storage.ts';

/** A storage in memory that counts writes and fails as a test configures it. */
export interface MemoryStorage extends Storage {
  readonly files: Map<string, string>;
  readonly aside: Map<string, string>;
  /** Names in the order they were written. */
  readonly writes: string[];
  /** What is being read. */
  reading: string | undefined;
  failWith(message: string | undefined): void;
}

export function createMemoryStorage(files = new Map<string, string>()): MemoryStorage {
  const aside = new Map<string, string>();
  const writes: string[] = [];
  let failure: string | undefined;
  const attempt = () => {
    if (failure !== undefined) throw new Error(failure);
  };
  return {
    files,
    aside,
    writes,
    reading: undefined,
    failWith(message) {
      failure = message;
    },
    async list() {
      attempt();
      return [...files.keys()];
    },
    async read(name) {
      attempt();
      return files.get(name);
    },
    async write(name, pieces) {
      attempt();
      writes.push(name);
      files.set(name, pieces.join(''));
    },
    async remove(name) {
      attempt();
      files.delete(name);
      aside.delete(name);
    },
    async setAside(name) {
      attempt();
      aside.set(name, files.get(name) ?? '');
      files.delete(name);
    },
    async beginReading(name) {
      attempt();
      this.reading = name;
    },
    async endReading() {
      attempt();
      this.reading = undefined;
    },
    async unendedReading() {
      attempt();
      return this.reading;
    },
  };
}
