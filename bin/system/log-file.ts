import { closeSync, openSync, renameSync, writeSync } from 'node:fs';

export interface LogFile {
  readonly path: string;
  write(line: string): void;
  /** The last lines written, oldest first. */
  tail(): readonly string[];
  close(): void;
}

const TAIL_LINES = 8;
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Opens an empty log that uses at most twice `maxBytes`: above `maxBytes` the file becomes `<path>.old` and a new one starts.
 * A full disk loses lines; it does not stop the process.
 */
export function createLogFile(path: string, maxBytes = MAX_BYTES): LogFile {
  let file = openSync(path, 'w', 0o600);
  let written = 0;
  const tail: string[] = [];
  return {
    path,
    write: (line) => {
      tail.push(line);
      if (tail.length > TAIL_LINES) tail.shift();
      try {
        if (written > maxBytes) {
          closeSync(file);
          renameSync(path, `${path}.old`);
          file = openSync(path, 'w', 0o600);
          written = 0;
        }
        written += writeSync(file, `${line}\n`);
      } catch {
        // The failure cannot be logged: the log is what failed.
      }
    },
    tail: () => [...tail],
    close: () => closeSync(file),
  };
}
