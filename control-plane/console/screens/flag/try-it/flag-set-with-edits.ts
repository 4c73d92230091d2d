import type { components } from '../../../../../shared/management-client/openapi.ts';
import type { Flag, FlagSet } from '../../../../../shared/model/flag-set.ts';
import {
  type EditedConfiguration,
  prioritiesFor,
  serveFrom,
} from '../../../editing/configuration/edited-configuration.ts';

type WireFlagSet = components['schemas']['FlagSet'];

/** The flag set of an environment, as the evaluator takes it. */
export function flagSetFrom({ environment, flags, segments }: WireFlagSet): FlagSet {
  return {
    environment,
    segments: segments.map((segment) => ({
      ...segment,
      rules: segment.rules.map(({ conditions }) => ({ conditions: conditions.map(conditionFrom) })),
    })),
    flags: flags.map((flag) => ({
      ...flag,
      rules: flag.rules.map(({ id, priority, conditions, serve }) => ({
        id,
        priority,
        conditions: conditions.map(conditionFrom),
        serve: serveFrom(serve),
      })),
    })),
  };
}

function conditionFrom({ attribute = '', ...condition }: components['schemas']['Condition']) {
  return { ...condition, attribute };
}

/** A flag set in which one flag is as it is edited. A flag that readers do not get yet, such as an archived one, is added. */
export function withEditedFlag(
  set: FlagSet,
  { key, type, clientSide }: Pick<Flag, 'key' | 'type' | 'clientSide'>,
  edited: EditedConfiguration,
): FlagSet {
  const priorities = prioritiesFor(edited.rules);
  const stored = set.flags.find((flag) => flag.key === key);
  const flag: Flag = {
    ...stored,
    key,
    type,
    clientSide,
    version: stored?.version ?? 0,
    enabled: edited.enabled,
    defaultValue: edited.defaultValue,
    variations: edited.variations.map(({ key: variation, value }) => ({ key: variation, value })),
    prerequisites: edited.prerequisites,
    rules: edited.rules.map(({ id, conditions, serve }, index) => ({
      id,
      priority: priorities[index] ?? 0,
      conditions,
      serve,
    })),
  };
  return { ...set, flags: [...set.flags.filter((each) => each.key !== key), flag] };
}
