import { isJsonEqual } from '../../../shared/model/json-equal.ts';
import type { EditableFlag, Operation } from '../../model/operation.ts';
import type { FlagDocument, ProjectDocument } from '../../model/project-document.ts';
import type { FlagState, ProjectState } from '../../model/project-state.ts';
import type { Fault } from '../../model/request-error.ts';
import { configurationDocument, segmentDocument } from './document-of-state.ts';

/** What brings a state to a document, and why that is not possible. */
export interface DocumentOperations {
  readonly operations: readonly Operation[];
  /** With the paths of members of the document. */
  readonly faults: readonly Fault[];
}

/**
 * The operations that bring a project to a document. Members that are equal give none, so the same document twice changes
 * nothing.
 *
 * @param state the flags and segments of the project, and the keys of its environments
 * @param prune whether flags and segments that are not in the document are deleted
 */
export function operationsOfDocument(
  state: ProjectState,
  { flags, segments }: ProjectDocument,
  prune: boolean,
): DocumentOperations {
  const operations: Operation[] = [];
  const faults: Fault[] = [];
  for (const [key, segment] of Object.entries(segments)) {
    const stored = state.segments.get(key);
    if (stored === undefined) operations.push({ kind: 'segment.create', segment: { key, ...segment } });
    else {
      const wanted = segmentDocument({ key, ...segment });
      if (isJsonEqual(segmentDocument(stored), wanted)) continue;
      operations.push({ kind: 'segment.update', segmentKey: key, patch: segment });
    }
  }
  for (const [key, flag] of Object.entries(flags)) {
    const unknown = Object.keys(flag.environments).filter((name) => !state.environments.includes(name));
    faults.push(...unknown.map((name) => unknownEnvironment(key, name)));
    const stored = state.flags.get(key);
    if (stored === undefined) createFlag(operations, faults, key, flag);
    else updateFlag(operations, faults, stored, flag);
  }
  if (prune) operations.push(...deletions(state, { flags, segments }));
  return { operations, faults };
}

function createFlag(operations: Operation[], faults: Fault[], key: string, flag: FlagDocument): void {
  const { type, archived, environments, ...fields } = flag;
  const [first] = Object.values(environments);
  if (first === undefined && type !== 'boolean') {
    const message = 'is a new flag, so it must have the configuration of at least one environment';
    faults.push({ path: `flags.${key}.environments`, message });
    return;
  }
  const values =
    first === undefined
      ? {}
      : { variations: first.variations, defaultValue: first.defaultValue ?? undefined };
  operations.push({ kind: 'flag.create', flag: { key, type, ...fields, ...values } });
  for (const [environmentKey, configuration] of Object.entries(environments)) {
    operations.push({ kind: 'configuration.replace', flagKey: key, environmentKey, configuration });
  }
  if (archived) operations.push({ kind: 'flag.archive', flagKey: key });
}

function updateFlag(operations: Operation[], faults: Fault[], stored: FlagState, flag: FlagDocument): void {
  const flagKey = stored.key;
  if (stored.type !== flag.type) {
    const message = `is ${flag.type}, but the flag has the type ${stored.type}, which cannot change`;
    faults.push({ path: `flags.${flagKey}.type`, message });
    return;
  }
  // A flag that is to be changed must not be archived meanwhile.
  if (stored.archived && !flag.archived) operations.push({ kind: 'flag.restore', flagKey });
  const wanted = editableFields(flag);
  if (!isJsonEqual(editableFields(stored), wanted))
    operations.push({ kind: 'flag.update', flagKey, patch: wanted });
  for (const [environmentKey, configuration] of Object.entries(flag.environments)) {
    const current = stored.configurations.get(environmentKey);
    if (current === undefined || isJsonEqual(configurationDocument(current), configuration)) continue;
    operations.push({ kind: 'configuration.replace', flagKey, environmentKey, configuration });
  }
  if (!stored.archived && flag.archived) operations.push({ kind: 'flag.archive', flagKey });
}

function deletions(
  state: ProjectState,
  { flags, segments }: Pick<ProjectDocument, 'flags' | 'segments'>,
): Operation[] {
  return [
    ...[...state.flags.keys()].flatMap((flagKey): Operation[] =>
      Object.hasOwn(flags, flagKey) ? [] : [{ kind: 'flag.delete', flagKey }],
    ),
    ...[...state.segments.keys()].flatMap((segmentKey): Operation[] =>
      Object.hasOwn(segments, segmentKey) ? [] : [{ kind: 'segment.delete', segmentKey }],
    ),
  ];
}

const editableFields = ({
  name,
  description,
  tags,
  owner,
  clientSide,
  metadata,
  jsonSchema,
}: EditableFlag): EditableFlag => ({
  name,
  description,
  tags,
  owner,
  clientSide,
  metadata,
  jsonSchema,
});

const unknownEnvironment = (flagKey: string, environmentKey: string): Fault => ({
  path: `flags.${flagKey}.environments.${environmentKey}`,
  message: 'is the configuration of an environment that the project does not have; create it first',
});
