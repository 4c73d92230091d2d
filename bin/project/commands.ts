import { parse, stringify } from 'yaml';
import { ApiError, type ManagementApi, member, stringMember } from '../system/management-api.ts';
import { OperationalError } from '../system/operational-error.ts';

/** The exit codes, as docs/configuration-as-code.md lists them. */
export const EXIT = { done: 0, failed: 1, usage: 2, changes: 3, notApplicable: 4, inReview: 5 } as const;

/** What a command prints, and how it ends. */
export interface CommandResult {
  readonly text: string;
  readonly exitCode: number;
}

/** The project of a command, below which its requests go. */
export interface ProjectTarget {
  readonly api: Pick<ManagementApi, 'get' | 'post'>;
  /** `/api/projects/{projectId}` */
  readonly path: string;
}

interface Plan {
  readonly operations: readonly unknown[];
  readonly lines: readonly unknown[];
  readonly problems: readonly unknown[];
}

/** Bytes of the operations in one request. The API takes 1 MiB. */
const OPERATION_BYTES = 500_000;

/** Prints the project as YAML. @param schemaUrl where editors read the JSON Schema of the file */
export async function exportProject({ api, path }: ProjectTarget, schemaUrl: string): Promise<CommandResult> {
  const yaml = stringify(await api.get(`${path}/document`), { lineWidth: 0 });
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
export async function applyOrRequestReview({ api, path }: ProjectTarget, id: string): Promise<CommandResult> {
  const draft = `${path}/change-sets/${id}`;
  try {
    const applied = await api.post(`${draft}/apply`, {});
    const number = member(applied, 'number');
    return { text: `Applied as entry ${number} of the history.\n`, exitCode: EXIT.done };
  } catch (error) {
    if (lacksApprovals(error) && (await requestReview(api, draft))) {
      return { text: `It needs approvals: change set ${id} is in review.\n`, exitCode: EXIT.inReview };
    }
    // What cannot be applied leaves no draft behind. The first failure is the one to report.
    await api.post(`${draft}/discard`, {}).catch(() => undefined);
    throw error;
  }
}

/** Whether a draft may only lack approvals: a refusal for conflicts or problems lists them. */
function lacksApprovals(error: unknown): boolean {
  if (!(error instanceof ApiError) || error.status !== 409) return false;
  try {
    return member(JSON.parse(error.body), 'errors') === undefined;
  } catch {
    return false;
  }
}

/** @returns `false` if the draft cannot be reviewed */
async function requestReview(api: ProjectTarget['api'], draft: string): Promise<boolean> {
  try {
    await api.post(`${draft}/request-review`, {});
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status === 409) return false;
    throw error;
  }
}

async function createDraft(
  { api, path }: ProjectTarget,
  operations: readonly unknown[],
  name: string,
): Promise<string> {
  const [first = [], ...rest] = inParts(operations);
  const id = stringMember(await api.post(`${path}/change-sets`, { name, operations: first }), 'id');
  for (const part of rest) await api.post(`${path}/change-sets/${id}/operations`, { operations: part });
  return id;
}

function inParts(operations: readonly unknown[]): readonly (readonly unknown[])[] {
  const parts: unknown[][] = [];
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

async function readPlan({ api, path }: ProjectTarget, yaml: string, prune: boolean): Promise<Plan> {
  const answer = await api.post(`${path}/document/plan?prune=${prune}`, parseYaml(yaml));
  const list = (name: string) => {
    const value = member(answer, name);
    return Array.isArray(value) ? value : [];
  };
  return { operations: list('operations'), lines: list('lines'), problems: list('problems') };
}

function parseYaml(yaml: string): unknown {
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
  const faults = problems.map((problem) => `${member(problem, 'pointer')}: ${member(problem, 'message')}\n`);
  const text = `${linesOf(lines)}It cannot be applied:\n${faults.join('')}`;
  return { text, exitCode: EXIT.notApplicable };
}

const describePlan = ({ lines }: Plan): string =>
  lines.length === 0 ? 'Nothing to change.\n' : linesOf(lines);
const linesOf = (lines: readonly unknown[]): string => lines.map((line) => `${line}\n`).join('');
