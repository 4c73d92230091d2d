import type { EnvironmentInfo, Flag, FlagSet, Segment } from '../../../shared/model/flag-set.ts';
import { requirementsOf } from '../../../shared/model/protocol-features.ts';
import type { FlagState, ProjectState, SegmentState } from '../../model/project-state.ts';

/** States have no versions, and evaluation does not depend on them. */
const NO_VERSION = 0;

/** The flag set that readers of an environment would get from a state of the project: without archived flags. */
export function flagSetOfState(
  { flags, segments }: Pick<ProjectState, 'flags' | 'segments'>,
  environment: EnvironmentInfo,
): FlagSet {
  return {
    environment,
    flags: [...flags.values()].flatMap((flag) => toFlag(flag, environment.key)),
    segments: [...segments.values()].map(toSegment),
  };
}

function toFlag(flag: FlagState, environmentKey: string): readonly Flag[] {
  const configuration = flag.configurations.get(environmentKey);
  if (flag.archived || configuration === undefined) return [];
  const { key, type, clientSide, metadata } = flag;
  const { enabled, defaultValue, variations, prerequisites, rules } = configuration;
  const values = variations.map((variation) => ({ key: variation.key, value: variation.value }));
  const targeting = rules.map(({ id, priority, conditions, serve }) => ({ id, priority, conditions, serve }));
  return [
    {
      key,
      type,
      version: NO_VERSION,
      enabled,
      defaultValue,
      clientSide,
      variations: values,
      prerequisites,
      rules: targeting,
      ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
      ...requirementsOf(targeting),
    },
  ];
}

const toSegment = ({ key, included, excluded, rules }: SegmentState): Segment => ({
  key,
  version: NO_VERSION,
  included,
  excluded,
  rules,
  ...requirementsOf(rules),
});
