import type { DraftRule } from '../../model/configuration.ts';
import type { Operation } from '../../model/operation.ts';
import type { Queryable } from '../../store/database/transaction.ts';
import { takenRuleIds } from '../../store/flags/configuration-reader.ts';
import type { ProjectSlice } from './load-slice.ts';

/**
 * Gives new rules ids that no stored rule has. An operation may name the id of a new rule, so that a rule that was
 * removed comes back with its id. If another flag has a rule with that id, also a deleted flag, the new rule gets
 * another one: the id is unique in the database.
 */
export async function withFreeRuleIds(
  sql: Queryable,
  slice: ProjectSlice,
  operations: readonly Operation[],
  randomUuid: () => string,
): Promise<readonly Operation[]> {
  const given = operations.flatMap((operation) => {
    const stored = storedRuleIds(slice, operation);
    return newRulesOf(operation).flatMap(({ id }) => (id === undefined || stored.has(id) ? [] : id));
  });
  const taken = await takenRuleIds(sql, given);
  if (taken.size === 0) return operations;
  const replacements = new Map([...taken].map((id) => [id, randomUuid()]));
  return operations.map((operation) =>
    withReplacedIds(operation, storedRuleIds(slice, operation), replacements),
  );
}

function newRulesOf(operation: Operation): readonly DraftRule[] {
  if (operation.kind === 'rule.add') return [operation.rule];
  return operation.kind === 'configuration.replace' ? operation.configuration.rules : [];
}

function storedRuleIds({ configurations }: ProjectSlice, operation: Operation): ReadonlySet<string> {
  if (!('environmentKey' in operation)) return new Set();
  const stored = configurations.get(operation.flagKey)?.get(operation.environmentKey);
  return new Set(stored?.configuration.rules.map(({ id }) => id));
}

function withReplacedIds(
  operation: Operation,
  stored: ReadonlySet<string>,
  replacements: ReadonlyMap<string, string>,
): Operation {
  const replaced = (rule: DraftRule): DraftRule =>
    rule.id === undefined || stored.has(rule.id)
      ? rule
      : { ...rule, id: replacements.get(rule.id) ?? rule.id };
  if (operation.kind === 'rule.add') return { ...operation, rule: replaced(operation.rule) };
  if (operation.kind !== 'configuration.replace') return operation;
  const { configuration } = operation;
  return { ...operation, configuration: { ...configuration, rules: configuration.rules.map(replaced) } };
}
