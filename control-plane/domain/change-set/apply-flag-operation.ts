import type { FlagDraft, FlagOperation } from '../../model/operation.ts';
import { applyPatch } from '../../model/patch.ts';
import type { FlagState } from '../../model/project-state.ts';
import { initialConfiguration } from '../configuration/initial-configuration.ts';
import { validateInitialValues } from '../configuration/validate-initial-values.ts';
import type { Origin } from './operation-problem.ts';
import { draftKey, report, type WorkingState } from './working-state.ts';

/** Applies one operation on a flag. Whether other flags need it is judged on the result, not here. */
export function applyFlagOperation(
  working: WorkingState,
  operation: FlagOperation,
  index: number,
): undefined {
  const origin: Origin = { operation: index, path: '' };
  if (operation.kind === 'flag.create') return createFlag(working, operation.flag, origin);
  const { flagKey } = operation;
  const flag = working.flags.get(flagKey);
  if (flag === undefined) {
    return report(working, origin, 'NOT_FOUND', `There is no flag "${flagKey}" in this project.`);
  }
  working.flagOrigins.set(flagKey, origin);
  switch (operation.kind) {
    case 'flag.update':
      working.flags.set(flagKey, applyPatch<FlagState>(flag, operation.patch));
      return undefined;
    case 'flag.archive':
    case 'flag.restore':
      working.flags.set(flagKey, { ...flag, archived: operation.kind === 'flag.archive' });
      return undefined;
    case 'flag.delete':
      working.flags.delete(flagKey);
      for (const environmentKey of flag.configurations.keys()) {
        working.drafts.delete(draftKey(flagKey, environmentKey));
      }
  }
}

function createFlag(working: WorkingState, draft: FlagDraft, origin: Origin): undefined {
  const { environments } = working.before;
  // An operation that an earlier release stored names neither owner nor JSON Schema.
  const { key, type, variations, defaultValue, owner = null, jsonSchema = null, ...fields } = draft;
  if (environments.length === 0) {
    const message = 'The project has no environment. Create an environment first, then the flag.';
    return report(working, origin, 'CONFLICT', message);
  }
  if (working.flags.has(key)) {
    return report(working, origin, 'CONFLICT', `There is a flag "${key}" already.`);
  }
  if (working.before.flags.has(key)) {
    const message = `Flag "${key}" cannot be deleted and created in one change set. Delete it in a change set of its own.`;
    return report(working, origin, 'CONFLICT', message);
  }
  const faults = validateInitialValues(type, draft);
  for (const { path, message } of faults) report(working, { ...origin, path }, 'INVALID_REQUEST', message);
  if (faults.length > 0) return;
  const initial = () => initialConfiguration(type, { variations, defaultValue }, working.randomUuid);
  const flag: FlagState = {
    ...fields,
    owner,
    jsonSchema,
    key,
    type,
    archived: false,
    configurations: new Map(environments.map((environmentKey) => [environmentKey, initial()])),
  };
  working.flags.set(key, flag);
  working.flagOrigins.set(key, origin);
}
