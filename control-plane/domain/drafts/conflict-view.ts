import { isConfigurationOperation, type Operation } from '../../model/operation.ts';
import type { MergeConflict, ProjectChange } from '../../model/project-change.ts';
import type { DraftBase } from '../../model/stored-state.ts';
import type { ReplacedBase } from './draft-bases.ts';

/** What a draft changes and what has been changed differently since its operations were made. */
export interface DraftConflict {
  /** A JSON pointer into the state of the project, for example `/flags/checkout/environments/production/enabled`. */
  readonly pointer: string;
  /** The positions of the operations that are about the same flag, configuration or segment. */
  readonly operations: readonly number[];
  /** The three values; absent if there is none. */
  readonly base?: unknown;
  readonly proposed?: unknown;
  readonly current?: unknown;
  /** It was deleted and created again; the values are the ids. */
  readonly isReplaced?: boolean;
}

export function conflictView(
  { change, current }: MergeConflict,
  operations: readonly Operation[],
): DraftConflict {
  const values =
    'before' in change || 'after' in change ? { base: change.before, proposed: change.after } : {};
  return {
    pointer: pointerOfChange(change),
    operations: operations.flatMap((operation, position) => (isAbout(operation, change) ? position : [])),
    ...values,
    current,
  };
}

/** The conflict of a draft with a flag, segment or environment that has only the key of what it was made from. */
export function replacedConflict(
  { base, currentId }: ReplacedBase,
  operations: readonly Operation[],
): DraftConflict {
  const id = base.resourceId;
  return {
    pointer: ['', ...namesOfBase(base)].map(escapeName).join('/'),
    operations: operations.flatMap((operation, position) => (isMadeFrom(operation, base) ? position : [])),
    base: { id },
    proposed: { id },
    current: { id: currentId },
    isReplaced: true,
  };
}

/** The conflict in one sentence, for the problem details of a refusal. */
export function describeConflict({ base, proposed, current, isReplaced }: DraftConflict): string {
  if (isReplaced === true) {
    return `was deleted since the operation was made, and created again: its id was ${shown(base)}, and is ${shown(current)} now`;
  }
  return `was ${shown(base)} when the operation was made, is ${shown(current)} now, and would become ${shown(proposed)}`;
}

const SHOWN_VALUE = 200;

function shown(value: unknown): string {
  const text = value === undefined ? 'absent' : JSON.stringify(value);
  return text.length <= SHOWN_VALUE ? text : `${text.slice(0, SHOWN_VALUE)}…`;
}

/** The names of members with entries, as the management API has them. */
const COLLECTIONS: Readonly<Record<string, string>> = {
  variation: 'variations',
  prerequisite: 'prerequisites',
  rule: 'rules',
};

function pointerOfChange(change: ProjectChange): string {
  const owner = 'flagKey' in change ? ['flags', change.flagKey] : ['segments', change.segmentKey];
  const place = 'environmentKey' in change ? ['environments', change.environmentKey] : [];
  return ['', ...owner, ...place, ...memberNames(change)].map(escapeName).join('/');
}

function memberNames(change: ProjectChange): readonly string[] {
  if (change.member === 'flag' || change.member === 'segment') return [];
  if (change.member === 'rulePriority') return ['rules', change.id, 'priority'];
  if ('id' in change) return [COLLECTIONS[change.member] ?? change.member, change.id];
  return [change.member];
}

const escapeName = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

function namesOfBase(base: DraftBase): readonly string[] {
  if (base.kind === 'segment') return ['segments', base.key];
  if (base.kind === 'flag') return ['flags', base.key];
  return ['flags', base.key, 'environments', base.environmentKey];
}

function isMadeFrom(operation: Operation, base: DraftBase): boolean {
  if (base.kind === 'segment') return segmentOf(operation) === base.key;
  if (flagOf(operation) !== base.key) return false;
  if (base.kind === 'flag') return true;
  return isConfigurationOperation(operation) && operation.environmentKey === base.environmentKey;
}

function isAbout(operation: Operation, change: ProjectChange): boolean {
  if ('segmentKey' in change) return segmentOf(operation) === change.segmentKey;
  if (flagOf(operation) !== change.flagKey) return false;
  if (!isConfigurationOperation(operation) || !('environmentKey' in change)) return true;
  return operation.environmentKey === change.environmentKey;
}

function flagOf(operation: Operation): string | undefined {
  if (operation.kind === 'flag.create') return operation.flag.key;
  return 'flagKey' in operation ? operation.flagKey : undefined;
}

function segmentOf(operation: Operation): string | undefined {
  if (operation.kind === 'segment.create') return operation.segment.key;
  return 'segmentKey' in operation ? operation.segmentKey : undefined;
}
