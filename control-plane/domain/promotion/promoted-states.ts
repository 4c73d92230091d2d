import type { Configuration, ConfiguredRule } from '../../model/configuration.ts';
import type { ConfigurationPart } from '../../model/configuration-part.ts';
import type { FlagState, ProjectState } from '../../model/project-state.ts';
import { alignRules } from '../change-set/align-rules.ts';

/** What is promoted, from where to where. */
export interface PromotedParts {
  /** The keys of the environments. */
  readonly from: string;
  readonly to: string;
  readonly parts: readonly ConfigurationPart[];
}

/** The configurations in one environment, as they are and as a promotion leaves them. */
interface PromotedStates {
  readonly before: ProjectState;
  readonly after: ProjectState;
}

/**
 * The states before and after the parts of configurations are copied from one environment to another. They contain the
 * flags that have a configuration in both, with the configuration in the target only.
 *
 * @param idOfNew the id of a rule that the target does not have
 */
export function promotedStates(
  { environments, flags }: ProjectState,
  { from, to, parts }: PromotedParts,
  idOfNew: (rule: ConfiguredRule) => string,
): PromotedStates {
  const before = new Map<string, FlagState>();
  const after = new Map<string, FlagState>();
  for (const [key, flag] of flags) {
    const source = flag.configurations.get(from);
    const target = flag.configurations.get(to);
    if (source === undefined || target === undefined) continue;
    const promoted = promotedConfiguration(source, target, parts, idOfNew);
    before.set(key, { ...flag, configurations: new Map([[to, target]]) });
    after.set(key, { ...flag, configurations: new Map([[to, promoted]]) });
  }
  const segments = new Map<string, never>();
  return {
    before: { environments, flags: before, segments },
    after: { environments, flags: after, segments },
  };
}

function promotedConfiguration(
  source: Configuration,
  target: Configuration,
  parts: readonly ConfigurationPart[],
  idOfNew: (rule: ConfiguredRule) => string,
): Configuration {
  const aligned = { ...source, rules: alignRules(source.rules, target.rules, idOfNew) };
  const promoted = Object.fromEntries(parts.map((part) => [part, aligned[part]]));
  return { ...target, ...promoted };
}
