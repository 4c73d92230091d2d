import { type ExecFileSyncOptions, execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Milliseconds to download a client's packages and to compile them. Later runs use the cache. */
export const DOWNLOAD_TIMEOUT_MS = 600_000;

const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'solid-fortnight', 'clients');

/** An OFREP provider of another language. */
export interface OtherLanguage {
  readonly name: 'Go' | 'Java' | 'Python' | 'Rust';
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
    const folder = cached('python', [requirements], (target) => {
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
    const folder = cached('java', [project], (target) => {
      const output = `-Dmdep.outputFile=${join(target, 'classpath')}`;
      run('mvn', ['--batch-mode', '--quiet', '--file', project, 'dependency:build-classpath', output]);
    });
    const classPath = readFileSync(join(folder, 'classpath'), 'utf8');
    return ['java', '--class-path', classPath, pathOf('java/Evaluate.java')];
  },
};

const go: OtherLanguage = {
  name: 'Go',
  needs: [['go', 'version']],
  prepare: () => {
    const sources = ['go/go.mod', 'go/go.sum', 'go/evaluate.go'].map(pathOf);
    const folder = cached('go', sources, (target) => {
      run('go', ['build', '-C', pathOf('go'), '-o', join(target, 'evaluate'), '.']);
    });
    return [join(folder, 'evaluate')];
  },
};

/** Its provider's TLS library is partly C. */
const rust: OtherLanguage = {
  name: 'Rust',
  needs: [
    ['cargo', '--version'],
    ['cc', '--version'],
    ['cmake', '--version'],
  ],
  prepare: () => {
    const project = pathOf('rust/Cargo.toml');
    const sources = [project, pathOf('rust/Cargo.lock'), pathOf('rust/src/main.rs')];
    const folder = cached('rust', sources, (target) => {
      const build = join(target, 'build');
      // Debian 13 has 1.85.0. One package asks for 1.85.1.
      const options = ['--quiet', '--locked', '--ignore-rust-version', '--manifest-path', project];
      run('cargo', ['build', ...options, '--target-dir', build]);
      copyFileSync(join(build, 'debug/evaluate'), join(target, 'evaluate'));
      rmSync(build, { recursive: true });
    });
    return [join(folder, 'evaluate')];
  },
};

export const OTHER_LANGUAGES: readonly OtherLanguage[] = [go, java, python, rust];

export function isInstalled({ name, needs }: OtherLanguage): boolean {
  return areInstalled(`OFREP's ${name} provider`, needs);
}

/**
 * Whether commands are there. Without them the tests of `subject` are left out, with a line on the error output.
 *
 * @throws Error in CI, which installs them
 */
export function areInstalled(subject: string, needs: OtherLanguage['needs']): boolean {
  const missing = needs.filter(([command, argument]) => spawnSync(command, [argument]).status !== 0);
  if (missing.length === 0) return true;
  const commands = missing.map(([command]) => command).join(' and ');
  if (process.env.CI === 'true') throw new Error(`The tests of ${subject} need ${commands}.`);
  process.stderr.write(`\nNOT TESTED: ${subject}. Install ${commands} to test it.\n\n`);
  return false;
}

/** A folder that `fill` fills once for each content of the files that pin the versions and that are compiled. */
export function cached(name: string, sources: readonly string[], fill: (folder: string) => void): string {
  const hash = createHash('sha256');
  for (const source of sources) hash.update(readFileSync(source));
  const folder = join(CACHE, `${name}-${hash.digest('hex').slice(0, 16)}`);
  const complete = join(folder, 'complete');
  if (existsSync(complete)) return folder;
  mkdirSync(folder, { recursive: true });
  fill(folder);
  writeFileSync(complete, '');
  return folder;
}

/** @throws Error if the command fails, or takes longer than {@link DOWNLOAD_TIMEOUT_MS} */
export function run(command: string, args: readonly string[]): void {
  const options: ExecFileSyncOptions = {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: DOWNLOAD_TIMEOUT_MS,
  };
  execFileSync(command, args, options);
}

/** The path of a file beside this one. */
export function pathOf(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}
