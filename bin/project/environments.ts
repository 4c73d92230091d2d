import { dataOf } from '../../shared/management-client/outcome.ts';
import { applyOrRequestReview, type CommandResult, EXIT, type ProjectTarget } from './commands.ts';

/** Two environments, and which flags of them. */
interface ComparedEnvironments {
  readonly from: string;
  readonly to: string;
  /** Absent: every flag. */
  readonly flagKeys: readonly string[] | undefined;
  /** Only flags with at least one of them. */
  readonly tags: readonly string[] | undefined;
}

/** The members of configurations. */
const PARTS = ['enabled', 'defaultValue', 'variations', 'prerequisites', 'rules'] as const;
type PromotedPart = (typeof PARTS)[number];

const ENVIRONMENT = '/api/projects/{projectId}/environments/{environmentKey}';
const DRAFT = '/api/projects/{projectId}/change-sets/{changeSetId}';

/** Says what bringing one environment to the state of another would change. */
export async function compareEnvironments(
  target: ProjectTarget,
  comparison: ComparedEnvironments,
): Promise<CommandResult> {
  const lines: string[] = [];
  let after: string | undefined;
  do {
    const page = await readComparison(target, comparison, after);
    lines.push(...page.lines);
    after = page.next ?? undefined;
  } while (after !== undefined);
  if (lines.length === 0) return { text: 'Nothing differs.\n', exitCode: EXIT.done };
  return { text: textOf(lines), exitCode: EXIT.changes };
}

interface ComparedFlags {
  readonly lines: readonly string[];
  readonly next: string | null;
}

async function readComparison(
  { client, projectId }: ProjectTarget,
  { from, to, flagKeys, tags }: ComparedEnvironments,
  after: string | undefined,
): Promise<ComparedFlags> {
  const page = await client.GET(`${ENVIRONMENT}/compare/{targetKey}`, {
    params: {
      path: { projectId, environmentKey: from, targetKey: to },
      query: {
        limit: 100,
        onlyDifferent: 'true',
        ...(after === undefined ? {} : { after }),
        ...(flagKeys === undefined ? {} : { flagKeys: flagKeys.join(',') }),
        ...(tags === undefined ? {} : { tags: tags.join(',') }),
      },
    },
  });
  const { items, next } = dataOf(page);
  return { lines: items.flatMap(({ lines }) => lines), next };
}

interface PromotionOptions {
  /** Members of configurations. Absent: all. */
  readonly parts: readonly PromotedPart[] | undefined;
  /** Of the change set. */
  readonly name: string | undefined;
}

/**
 * Brings flags of one environment to the state of another, as one change set. If nothing differs there is none; if the
 * change needs approvals, a review is requested.
 */
export async function promoteFlags(
  target: ProjectTarget,
  { from, to, flagKeys, tags }: ComparedEnvironments,
  { parts, name }: PromotionOptions,
): Promise<CommandResult> {
  const { client, projectId } = target;
  const promoted = await client.POST(`${ENVIRONMENT}/promote/{targetKey}`, {
    params: { path: { projectId, environmentKey: from, targetKey: to } },
    body: {
      ...(flagKeys === undefined ? {} : { flagKeys }),
      ...(tags === undefined ? {} : { tags }),
      ...(parts === undefined ? {} : { parts }),
      ...(name === undefined ? {} : { name }),
    },
  });
  const { changeSet, problems } = dataOf(promoted);
  if (changeSet === null) return { text: 'Nothing differs.\n', exitCode: EXIT.done };
  const params = { path: { projectId, changeSetId: changeSet.id } };
  const diff = dataOf(await client.GET(`${DRAFT}/diff`, { params }));
  const text = typeof diff === 'string' ? diff : textOf(diff.lines);
  const faults = problems.map(({ pointer, message }) => `${pointer}: ${message}`);
  if (faults.length > 0) {
    dataOf(await client.POST(`${DRAFT}/discard`, { params }));
    return { text: `${text}It cannot be applied:\n${textOf(faults)}`, exitCode: EXIT.notApplicable };
  }
  const ended = await applyOrRequestReview(target, changeSet.id);
  return { ...ended, text: `${text}${ended.text}` };
}

/** The members that a list with commas names. @returns a text that says what is wrong with it */
export function partsOf(list: string): readonly PromotedPart[] | string {
  const parts: PromotedPart[] = [];
  for (const name of list.split(',')) {
    const part = PARTS.find((each) => each === name);
    if (part === undefined) return `--parts: there is no ${name}, only ${PARTS.join(', ')}`;
    parts.push(part);
  }
  return parts;
}

const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
