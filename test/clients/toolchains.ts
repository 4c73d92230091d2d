import { type ExecFileSyncOptions, execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Milliseconds for the download of a client's packages. Later runs use the cache. */
export const DOWNLOAD_TIMEOUT_MS = 300_000;

const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'solid-fortnight', 'clients');

/** An OFREP provider of another language. */
export interface OtherLanguage {
  readonly name: string;
  /** Commands that must be there, with an argument that makes them do nothing. */
  readonly needs: readonly (readonly [command: string, argument: string])[];
  /** Downloads the pinned packages unless the cache has them. Returns the command that runs the program. */
  readonly prepare: () => readonly [command: string, ...args: string[]];
}

const python: OtherLanguage = {
  name: 'Python',
  needs: [['python3', '--version']],
  prepare: () => {
    const requirements = pathOf('python/requirements.txt');
    const folder = cached('python', requirements, (target) => {
      run('python3', ['-m', 'venv', target]);
      run(join(target, 'bin/pip'), ['install', '--quiet', '--requirement', requirements]);
    });
    return [join(folder, 'bin/python'), pathOf('python/evaluate.py')];
  },
};

const java: OtherLanguage = {
  name: 'Java',
  needs: [
    ['java', '-version'],
    ['mvn', '-version'],
  ],
  prepare: () => {
    const project = pathOf('java/pom.xml');
    const folder = cached('java', project, (target) => {
      const output = `-Dmdep.outputFile=${join(target, 'classpath')}`;
      run('mvn', ['--batch-mode', '--quiet', '--file', project, 'dependency:build-classpath', output]);
    });
    const classPath = readFileSync(join(folder, 'classpath'), 'utf8');
    return ['java', '--class-path', classPath, pathOf('java/Evaluate.java')];
  },
};

export const OTHER_LANGUAGES: readonly OtherLanguage[] = [python, java];

/**
 * Whether the commands of a language are there. Without them its tests are left out, which a line on the error output says.
 *
 * @throws Error in CI, where they must be there
 */
export function isInstalled({ name, needs }: OtherLanguage): boolean {
  const missing = needs.filter(([command, argument]) => spawnSync(command, [argument]).status !== 0);
  if (missing.length === 0) return true;
  const commands = missing.map(([command]) => command).join(' and ');
  if (process.env.CI === 'true') throw new Error(`The tests of OFREP's ${name} provider need ${commands}.`);
  process.stderr.write(`\nNOT TESTED: OFREP's ${name} provider. Install ${commands} to test it.\n\n`);
  return false;
}

/** A folder that `fill` fills once for each content of the file that pins the versions. */
function cached(name: string, pins: string, fill: (folder: string) => void): string {
  const digest = createHash('sha256').update(readFileSync(pins)).digest('hex').slice(0, 16);
  const folder = join(CACHE, `${name}-${digest}`);
  const complete = join(folder, 'complete');
  if (existsSync(complete)) return folder;
  mkdirSync(folder, { recursive: true });
  fill(folder);
  writeFileSync(complete, '');
  return folder;
}

function run(command: string, args: readonly string[]): void {
  const options: ExecFileSyncOptions = {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: DOWNLOAD_TIMEOUT_MS,
  };
  execFileSync(command, args, options);
}

function pathOf(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}
