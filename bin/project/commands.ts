import { parse, stringify } from 'yaml';
import type { ManagementClient } from '../../shared/management-client/management-client.ts';
import {
  assertSucceeded,
  dataOf,
  ManagementApiError,
  type ManagementSchemas,
} from '../../shared/management-client/outcome.ts';
import { OperationalError } from '../system/operational-error.ts';

/** The exit codes, as docs/configuration-as-code.md lists them. */
export const EXIT = { done: 0, failed: 1, usage: 2, changes: 3, notApplicable: 4, inReview: 5 } as const;

/** What a command prints, and how it ends. */
export interface CommandResult {
  readonly text: string;
  readonly exitCode: number;
}

/** The project of a command. */
export interface ProjectTarget {
  readonly client: ManagementClient;
  readonly projectId: string;
}

type Operation = ManagementSchemas['Operation'];
type Plan = Pick<ManagementSchemas['DocumentPlan'], 'operations' | 'lines' | 'problems'>;

const PROJECT = '/api/projects/{projectId}';
const DRAFT = `${PROJECT}/change-sets/{changeSetId}` as const;

/** Bytes of the operations in one request. The API takes 1 MiB. */
const OPERATION_BYTES = 500_000;

/** Prints the project as YAML. @param schemaUrl where editors read the JSON Schema of the file */
export async function exportProject(
  { client, projectId }: ProjectTarget,
  schemaUrl: string,
): Promise<CommandResult> {
  const exported = await client.GET(`${PROJECT}/document`, { params: { path: { projectId } } });
  const yaml = stringify(dataOf(exported), { lineWidth: 0 });
  return { text: `# yaml-language-server: $schema=${schemaUrl}\n${yaml}`, exitCode: EXIT.done };
}

/** Says what a file would change, and whether it can be applied. */
export async function planFile(target: ProjectTarget, yaml: string, prune: boolean): Promise<CommandResult> {
  const plan = await readPlan(target, yaml, prune);
  const exitCode = plan.operations.length === 0 ? EXIT.done : EXIT.changes;
  return refusal(plan) ?? { text: describePlan(plan), exitCode };
}

/**
 * Applies a file as one change set. A file that changes nothing makes none. If the change needs approvals, a review is
 * requested.
 */
export async function applyFile(
  target: ProjectTarget,
  yaml: string,
  { prune, name }: { readonly prune: boolean; readonly name: string },
): Promise<CommandResult> {
  const plan = await readPlan(target, yaml, prune);
  const refused = refusal(plan);
  if (refused !== undefined) return refused;
  const text = describePlan(plan);
  if (plan.operations.length === 0) return { text, exitCode: EXIT.done };
  const draft = await createDraft(target, plan.operations, name);
  const ended = await applyOrRequestReview(target, draft);
  return { ...ended, text: `${text}${ended.text}` };
}

/** Applies a draft, or requests a review if it needs approvals. A draft that cannot be applied is discarded. */
export async function applyOrRequestReview(
  { client, projectId }: ProjectTarget,
  changeSetId: string,
): Promise<CommandResult> {
  const params = { path: { projectId, changeSetId } };
  try {
    const { number } = dataOf(await client.POST(`${DRAFT}/apply`, { params }));
    return { text: `Applied as entry ${number} of the history.\n`, exitCode: EXIT.done };
  } catch (error) {
    if (lacksApprovals(error) && (await requestReview(client, params.path))) {
      return {
        text: `It needs approvals: change set ${changeSetId} is in review.\n`,
        exitCode: EXIT.inReview,
      };
    }
    // What cannot be applied leaves no draft behind. The first failure is the one to report.
    await client.POST(`${DRAFT}/discard`, { params }).catch(() => undefined);
    throw error;
  }
}

/** Whether a draft may only lack approvals: a refusal for conflicts or problems lists them. */
function lacksApprovals(error: unknown): boolean {
  if (!(error instanceof ManagementApiError) || error.status !== 409) return false;
  return error.problem !== undefined && error.problem.errors === undefined;
}

/** @returns `false` if the draft cannot be reviewed */
async function requestReview(
  client: ManagementClient,
  path: { readonly projectId: string; readonly changeSetId: string },
): Promise<boolean> {
  const requested = await client.POST(`${DRAFT}/request-review`, { params: { path } });
  if (requested.response.status === 409) return false;
  assertSucceeded(requested);
  return true;
}

async function createDraft(
  { client, projectId }: ProjectTarget,
  operations: readonly Operation[],
  name: string,
): Promise<string> {
  const [first = [], ...rest] = inParts(operations);
  const created = await client.POST(`${PROJECT}/change-sets`, {
    params: { path: { projectId } },
    body: { name, operations: first },
  });
  const { id } = dataOf(created);
  for (const part of rest) {
    const params = { path: { projectId, changeSetId: id } };
    assertSucceeded(await client.POST(`${DRAFT}/operations`, { params, body: { operations: part } }));
  }
  return id;
}

function inParts(operations: readonly Operation[]): readonly (readonly Operation[])[] {
  const parts: Operation[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const operation of operations) {
    const size = Buffer.byteLength(JSON.stringify(operation));
    if (bytes + size > OPERATION_BYTES) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(operation);
    bytes += size;
  }
  return parts;
}

async function readPlan({ client, projectId }: ProjectTarget, yaml: string, prune: boolean): Promise<Plan> {
  const planned = await client.POST(`${PROJECT}/document/plan`, {
    params: { path: { projectId }, query: { prune: prune ? 'true' : 'false' } },
    body: parseYaml(yaml),
  });
  return dataOf(planned);
}

/** What the file contains. The control plane says what is wrong with it. */
function parseYaml(yaml: string): ManagementSchemas['ProjectDocument'] {
  try {
    return parse(yaml, { maxAliasCount: 0 });
  } catch (error) {
    throw new OperationalError(
      `The file is not YAML: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function refusal({ lines, problems }: Plan): CommandResult | undefined {
  if (problems.length === 0) return undefined;
  const faults = problems.map(({ pointer, message }) => `${pointer}: ${message}\n`);
  const text = `${linesOf(lines)}It cannot be applied:\n${faults.join('')}`;
  return { text, exitCode: EXIT.notApplicable };
}

const describePlan = ({ lines }: Plan): string =>
  lines.length === 0 ? 'Nothing to change.\n' : linesOf(lines);
const linesOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
