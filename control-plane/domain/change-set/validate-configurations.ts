import { findCycle } from '../../../shared/evaluation/index.ts';
import { type Configuration, type PrerequisiteFlag, servedVariations } from '../../model/configuration.ts';
import { LIMITS } from '../../model/limits.ts';
import type { FlagState } from '../../model/project-state.ts';
import { validateConfiguration } from '../configuration/validate-configuration.ts';
import type { AppliedOperations } from './apply-operations.ts';
import type { OperationProblem, Origin } from './operation-problem.ts';
import { requiresStill } from './prerequisite-uses.ts';
import type { ProjectReferences } from './project-references.ts';
import type { DraftedConfiguration } from './working-state.ts';

/** Validates the configurations that operations have written, in the state after all of them. */
export function validateConfigurations(
  applied: AppliedOperations,
  references: ProjectReferences,
): readonly OperationProblem[] {
  const segmentKeys = segmentKeysAfter(applied, references);
  const cycles = cyclesByEnvironment(applied, references);
  return applied.drafts.flatMap((drafted) => {
    const flag = applied.after.flags.get(drafted.flagKey);
    if (flag === undefined) return [];
    if (flag.archived && applied.before.flags.get(drafted.flagKey)?.archived) {
      const message = `Flag "${flag.key}" is archived. Restore it before changing it.`;
      return [{ ...drafted.last, code: 'CONFLICT' as const, message }];
    }
    const inUse = removedVariationsInUse(applied, drafted, references);
    if (inUse.length > 0) return inUse;
    const before = drafted.before ?? newConfiguration(flag, drafted.environmentKey);
    if (before === undefined) return [];
    const faults = validateConfiguration(drafted.draft, {
      flagKey: flag.key,
      flagType: flag.type,
      before,
      newRuleIds: applied.givenRuleIds,
      prerequisiteFlags: prerequisiteFlagsAfter(applied, drafted, references),
      cycle: cycles.get(drafted.environmentKey) ?? null,
      segmentKeys,
    });
    return [
      ...faults.map(({ path, message }) => ({
        ...originOf(drafted, path),
        code: 'INVALID_REQUEST' as const,
        message,
      })),
      ...tooManyRules(drafted),
    ];
  });
}

/**
 * What a flag that the change set creates has before operations on its configuration. Its rules are validated like any
 * others, except for the fallthrough that a new flag gets: only that has no conditions and no id from an operation.
 */
function newConfiguration({ configurations }: FlagState, environmentKey: string): Configuration | undefined {
  const configuration = configurations.get(environmentKey);
  return (
    configuration && {
      ...configuration,
      rules: configuration.rules.filter(({ conditions }) => conditions.length === 0),
    }
  );
}

/** A single request cannot contain more rules; several operations can add them. */
function tooManyRules({ draft, last }: DraftedConfiguration): readonly OperationProblem[] {
  if (draft.rules.length <= LIMITS.rules) return [];
  const message = `The configuration would have ${draft.rules.length} rules; it may have at most ${LIMITS.rules}.`;
  return [{ ...last, code: 'CONFLICT', message }];
}

/** The operation that wrote what a path in a draft names, and the path in the body of that operation. */
function originOf(drafted: DraftedConfiguration, path: string): Origin {
  const [, index, rest = ''] = /^rules\[(\d+)\]\.?(.*)$/.exec(path) ?? [];
  if (index !== undefined) {
    const rule = drafted.draft.rules[Number(index)];
    const origin = rule && drafted.rules.get(rule);
    if (origin === undefined) return drafted.last;
    return { ...origin, path: [origin.path, rest].filter((part) => part !== '').join('.') };
  }
  const member = /^\w*/.exec(path)?.[0] ?? '';
  const origin = drafted.members.get(member);
  return origin === undefined ? drafted.last : { ...origin, path };
}

/** Neither a rule that is kept nor a prerequisite of another flag may use a variation that is removed. */
function removedVariationsInUse(
  applied: AppliedOperations,
  drafted: DraftedConfiguration,
  references: ProjectReferences,
): readonly OperationProblem[] {
  const removed = removedVariations(drafted);
  if (removed.length === 0) return [];
  const kept = drafted.draft.rules.filter((rule) => !drafted.rules.has(rule));
  const uses = [
    ...kept.flatMap((rule) =>
      servedVariations(rule.serve)
        .filter((key) => removed.includes(key))
        .map((key) => `"${key}" by the rule of priority ${rule.priority}`),
    ),
    ...references.prerequisiteUses
      .filter((use) => use.requiredKey === drafted.flagKey && use.environmentKey === drafted.environmentKey)
      .flatMap((use) =>
        removed
          .filter((key) => use.variations.includes(key) && requiresStill(applied, use, key))
          .map((key) => `"${key}" by the prerequisites of flag "${use.flagKey}"`),
      ),
  ];
  if (uses.length === 0) return [];
  const message = `Variations cannot be removed while they are in use: ${uses.slice(0, 20).join(', ')}.`;
  return [{ ...originOf(drafted, 'variations'), code: 'IN_USE', message }];
}

/** The keys of the variations that a draft removes. */
export function removedVariations({ before, draft }: DraftedConfiguration): readonly string[] {
  const kept = new Set(draft.variations.map((variation) => variation.key));
  return (before?.variations ?? []).flatMap(({ key }) => (kept.has(key) ? [] : key));
}

export function segmentKeysAfter(
  { before, after }: AppliedOperations,
  { segmentKeys }: ProjectReferences,
): ReadonlySet<string> {
  const others = [...segmentKeys].filter((key) => !before.segments.has(key));
  return new Set([...others, ...after.segments.keys()]);
}

function prerequisiteFlagsAfter(
  { before, after }: AppliedOperations,
  { draft, environmentKey }: DraftedConfiguration,
  references: ProjectReferences,
): ReadonlyMap<string, PrerequisiteFlag> {
  const stored = references.environments.get(environmentKey)?.prerequisiteFlags;
  const found = draft.prerequisites.flatMap(({ flagKey }): [string, PrerequisiteFlag][] => {
    const flag = after.flags.get(flagKey);
    if (flag === undefined && before.flags.has(flagKey)) return [];
    const other = stored?.get(flagKey);
    const configuration = flag?.configurations.get(environmentKey);
    const archived = flag?.archived ?? other?.archived;
    const variationKeys = configuration
      ? new Set(configuration.variations.map(({ key }) => key))
      : other?.variationKeys;
    if (archived === undefined || variationKeys === undefined) return [];
    return [[flagKey, { archived, variationKeys }]];
  });
  return new Map(found);
}

/** One search for each environment: each configuration by itself would search everything again. */
function cyclesByEnvironment(
  applied: AppliedOperations,
  references: ProjectReferences,
): ReadonlyMap<string, readonly string[] | null> {
  const keys = new Set(applied.drafts.map(({ environmentKey }) => environmentKey));
  return new Map([...keys].map((key) => [key, findCycle(prerequisitesAfter(applied, key, references))]));
}

/** A flag that is its own prerequisite is refused for that, and is left out here. */
function prerequisitesAfter(
  { before, after }: AppliedOperations,
  environmentKey: string,
  references: ProjectReferences,
): ReadonlyMap<string, readonly string[]> {
  const prerequisites = new Map(references.environments.get(environmentKey)?.prerequisitesOf);
  for (const key of before.flags.keys()) if (!after.flags.has(key)) prerequisites.delete(key);
  for (const [key, { configurations }] of after.flags) {
    const configuration = configurations.get(environmentKey);
    if (configuration === undefined) continue;
    prerequisites.set(
      key,
      configuration.prerequisites.flatMap(({ flagKey }) => (flagKey === key ? [] : flagKey)),
    );
  }
  return prerequisites;
}
