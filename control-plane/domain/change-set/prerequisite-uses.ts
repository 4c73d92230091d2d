import type { PrerequisiteUse } from '../../model/references.ts';
import type { AppliedOperations } from './apply-operations.ts';

/**
 * Whether a flag that had a prerequisite before the change has it after it.
 *
 * @param variationKey only if it requires this variation
 */
export function requiresStill(
  { before, after }: Pick<AppliedOperations, 'before' | 'after'>,
  use: PrerequisiteUse,
  variationKey?: string,
): boolean {
  const flag = after.flags.get(use.flagKey);
  if (flag === undefined) return !before.flags.has(use.flagKey);
  const configuration = flag.configurations.get(use.environmentKey);
  if (configuration === undefined) return true;
  const prerequisite = configuration.prerequisites.find(({ flagKey }) => flagKey === use.requiredKey);
  if (prerequisite === undefined) return false;
  return variationKey === undefined || prerequisite.variations.includes(variationKey);
}

/** Names uses for an error message. */
export const listUses = (uses: readonly { readonly flagKey: string; readonly environmentKey: string }[]) =>
  uses
    .slice(0, 20)
    .map((use) => `"${use.flagKey}" in environment "${use.environmentKey}"`)
    .join(', ');
