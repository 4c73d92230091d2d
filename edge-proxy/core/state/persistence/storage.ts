/**
 * Texts by name that outlive the process. Writing is atomic: after a crash at any moment a name leads to the old
 * text or to the new one. A long text comes in pieces, so that writing it does not hold up requests. A method
 * rejects when the storage fails (full, gone, forbidden).
 */
export interface Storage {
  /** Names of everything stored. */
  list(): Promise<readonly string[]>;
  /** `undefined`: nothing is stored under this name. */
  read(name: string): Promise<string | undefined>;
  write(name: string, pieces: readonly string[]): Promise<void>;
  /** Removes what is stored under the name, and what was set aside under it. */
  remove(name: string): Promise<void>;
  /** Renames a text that cannot be used, without destroying it. */
  setAside(name: string): Promise<void>;
  /** Notes that a text is being read and used, until `endReading`. If the process ends before, the note remains. */
  beginReading(name: string): Promise<void>;
  endReading(): Promise<void>;
  /** The name that another process noted and did not end reading, because reading it ended that process. */
  unendedReading(): Promise<string | undefined>;
}

export const RELAY_FILE = 'relay.state';
export const AGES_FILE = 'ages.state';

const FLAGS_FILE = /^flags-([0-9a-f-]{36})\.state$/;

/** The name under which an environment's flags are stored. */
export function flagsFile(environmentId: string): string {
  return `flags-${environmentId}.state`;
}

/** The environment whose flags are stored under this name; `undefined` for other names. */
function environmentOfFile(name: string): string | undefined {
  return FLAGS_FILE.exec(name)?.[1];
}

/** Removes the flags of environments that are not among `ids`. */
export async function removeUnnamed(storage: Storage, ids: readonly string[]): Promise<void> {
  for (const name of await storage.list()) {
    const id = environmentOfFile(name);
    if (id !== undefined && !ids.includes(id)) await storage.remove(name);
  }
}
