/**
 * A place that outlives the process, for texts by name. Writing is atomic: after a crash at any moment a
 * name leads to the old text or to the new one. A text comes in pieces where it is long, so that none holds up requests. Its methods reject when the place fails (full, gone, forbidden).
 */
export interface Storage {
  /** Names of everything kept. */
  list(): Promise<readonly string[]>;
  /** `undefined`: nothing is kept under this name. */
  read(name: string): Promise<string | undefined>;
  write(name: string, pieces: readonly string[]): Promise<void>;
  /** Removes what is kept under the name, and what was set aside under it. */
  remove(name: string): Promise<void>;
  /** Takes a text that cannot be used out of the way without destroying it. */
  setAside(name: string): Promise<void>;
}

export const RELAY_FILE = 'relay.state';
export const AGES_FILE = 'ages.state';

const FLAGS_FILE = /^flags-([0-9a-f-]{36})\.state$/;

/** The name under which an environment's flags are kept. */
export function flagsFile(environmentId: string): string {
  return `flags-${environmentId}.state`;
}

/** The environment whose flags are kept under this name; `undefined` for other names. */
export function environmentOfFile(name: string): string | undefined {
  return FLAGS_FILE.exec(name)?.[1];
}
