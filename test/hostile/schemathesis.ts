import { type ExecFileSyncOptions, execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedFolder } from '../support/cached-folder.ts';
import { ROOT } from '../support/processes.ts';

/** What an answer must not be: a fault of the server, or one that the document does not have. */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
];
/** A stream of server-sent events has no end, so a request would wait for its time limit. */
const STREAMS = '/changes$';
const REQUIREMENTS = fileURLToPath(new URL('requirements.txt', import.meta.url));
const INSTALL_TIMEOUT_MS = 180_000;

export interface DocumentRun {
  /** Path of the OpenAPI document, from the root. */
  readonly document: string;
  readonly url: string;
  /** The bearer credential; none: requests without one. */
  readonly bearer: string | undefined;
  /** Values of path parameters. Others are made up, so that most requests name what does not exist. */
  readonly existing?: Readonly<Record<string, string>>;
  /** Requests of each operation that are made up, besides those for each member of its schema. */
  readonly examples: number;
  readonly timeoutMs: number;
}

/** Installs Schemathesis once and returns the path of its program. */
export async function installSchemathesis(): Promise<string> {
  const version = readFileSync(REQUIREMENTS, 'utf8').trim().replace('==', '-');
  const folder = await cachedFolder(version, async (target) => {
    const options: ExecFileSyncOptions = {
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: INSTALL_TIMEOUT_MS,
    };
    execFileSync('python3', ['-m', 'venv', target], options);
    execFileSync(
      join(target, 'bin/python'),
      ['-m', 'pip', 'install', '--quiet', '-r', REQUIREMENTS],
      options,
    );
  });
  // The programs that pip writes name the folder in which they were installed, which has been renamed since.
  return join(folder, 'bin/python');
}

export interface DocumentResult {
  /** 0: every answer was as documented. */
  readonly code: number;
  readonly sent: number;
  readonly output: string;
}

/** Sends requests that a document describes, and some that it does not. */
export function runSchemathesis(
  python: string,
  { document, url, bearer, existing = {}, examples, timeoutMs }: DocumentRun,
): Promise<DocumentResult> {
  const folder = mkdtempSync(join(tmpdir(), 'sf-schemathesis-'));
  const config = join(folder, 'schemathesis.toml');
  const parameters = Object.entries(existing).map(([name, value]) => `"path.${name}" = "${value}"`);
  writeFileSync(config, ['[parameters]', ...parameters, ''].join('\n'));
  const args = [
    ...['-c', 'from schemathesis.cli import schemathesis; schemathesis()', '--config-file', config],
    ...['run', resolve(ROOT, document), '--url', url, '--checks', CHECKS.join(',')],
    ...['--exclude-path-regex', STREAMS],
    ...['--phases', 'examples,coverage,fuzzing', '--max-examples', String(examples)],
    ...['--generation-deterministic', '--continue-on-failure', '--no-shrink'],
    ...['--no-color', '--request-timeout', '20', '--warnings', 'off'],
    ...(bearer === undefined ? [] : ['--header', `Authorization: Bearer ${bearer}`]),
  ];
  return new Promise((ended) => {
    // It keeps files of its own in the folder where it runs.
    const options = { cwd: folder, timeout: timeoutMs, maxBuffer: 64 * 1024 * 1024 };
    execFile(python, args, options, (error, stdout, stderr) => {
      rmSync(folder, { recursive: true, force: true });
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      const sent = Number(/(\d+) generated/.exec(stdout)?.[1] ?? 0);
      ended({ code, sent, output: `${stdout}\n${stderr}` });
    });
  });
}
