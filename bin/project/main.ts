import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { createManagementClient } from '../../shared/management-client/management-client.ts';
import { ManagementApiError } from '../../shared/management-client/outcome.ts';
import {
  applyFile,
  type CommandResult,
  EXIT,
  exportProject,
  type ProjectTarget,
  planFile,
} from './commands.ts';
import { compareEnvironments, partsOf, promoteFlags } from './environments.ts';

const USAGE = `usage: project export --project ID
       project plan FILE --project ID [--prune]
       project apply FILE --project ID [--prune] [--name NAME]
       project compare --project ID --from KEY --to KEY [--flags KEYS] [--tags TAGS]
       project promote --project ID --from KEY --to KEY [--flags KEYS] [--tags TAGS] [--parts PARTS] [--name NAME]

FILE is YAML, or - for standard input. --prune deletes flags and segments that it does not have.
compare says what bringing --to to the state of --from would change; promote does it. KEYS, TAGS and PARTS are lists with commas.
CONTROL_PLANE_URL is the control plane (default: http://127.0.0.1:8300), API_TOKEN a token of its management API.
`;

/** How long an answer may take: a plan of a large project takes seconds. */
const ANSWER_WITHIN_MS = 120_000;

const options = {
  project: { type: 'string' },
  prune: { type: 'boolean', default: false },
  name: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  flags: { type: 'string' },
  tags: { type: 'string' },
  parts: { type: 'string' },
} as const;

try {
  await main();
} catch (error) {
  process.stderr.write(`project: ${messageOf(error)}\n`);
  process.exitCode = EXIT.failed;
}

/** `npm run project`: a project as a file. */
async function main(): Promise<void> {
  const run = parseCommand();
  if (typeof run === 'string') {
    process.stderr.write(run === '' ? USAGE : `project: ${run}\n${USAGE}`);
    process.exitCode = EXIT.usage;
    return;
  }
  const { text: output, exitCode } = await run();
  process.stdout.write(output);
  process.exitCode = exitCode;
}

/** The command of the arguments, or what is wrong with them. */
function parseCommand(): (() => Promise<CommandResult>) | string {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const { API_TOKEN: token, CONTROL_PLANE_URL: url = 'http://127.0.0.1:8300' } = process.env;
  const [command, file, ...more] = positionals;
  if (command === undefined) return '';
  if (values.project === undefined) return '--project is missing: the id of the project';
  if (!token) return 'API_TOKEN is not set';
  if (more.length > 0) return `unexpected: ${more.join(' ')}`;
  const origin = url.replace(/\/+$/, '');
  const target = targetOf(origin, token, values.project);
  if (command === 'compare' || command === 'promote') {
    if (file !== undefined) return `unexpected: ${file}`;
    const { from, to, name } = values;
    if (from === undefined || to === undefined)
      return `${command} needs --from and --to: keys of environments`;
    const comparison = { from, to, flagKeys: listOf(values.flags), tags: listOf(values.tags) };
    if (command === 'compare') return () => compareEnvironments(target, comparison);
    const parts = values.parts === undefined ? undefined : partsOf(values.parts);
    if (typeof parts === 'string') return parts;
    return () => promoteFlags(target, comparison, { parts, name });
  }
  if (command === 'export') {
    if (file !== undefined) return `unexpected: ${file}`;
    return () => exportProject(target, `${origin}/api/project-document.schema.json`);
  }
  if (command !== 'plan' && command !== 'apply') return `there is no command ${command}`;
  if (file === undefined) return `${command} needs a file, or - for standard input`;
  const { prune, name = file === '-' ? 'Standard input' : basename(file) } = values;
  return async () => {
    const yaml = file === '-' ? await text(process.stdin) : await readFile(file, 'utf8');
    return command === 'plan' ? planFile(target, yaml, prune) : applyFile(target, yaml, { prune, name });
  };
}

function listOf(text: string | undefined): readonly string[] | undefined {
  return text?.split(',');
}

function targetOf(baseUrl: string, token: string, projectId: string): ProjectTarget {
  return {
    client: createManagementClient({ baseUrl, token, timeoutMs: ANSWER_WITHIN_MS }),
    projectId,
  };
}

/** What went wrong: problem details of the control plane as lines. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!(error instanceof ManagementApiError)) {
    return error.cause instanceof Error ? error.cause.message : error.message;
  }
  const { problem } = error;
  if (problem === undefined) return error.message;
  const faults = problem.errors ?? [];
  return [problem.detail, ...faults.map(({ path, message }) => `  ${path}: ${message}`)].join('\n');
}
