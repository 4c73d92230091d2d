import { isRecord } from '../../../../shared/model/type-guards.ts';
import type { ChangeOperation } from '../../editing/review/operation-words.ts';

type ReadOperations = { readonly operations: ChangeOperation[] } | { readonly fault: string };

/** Reads one operation or a list of them. The API judges what they contain. */
export function operationsFromText(text: string): ReadOperations {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { fault: error instanceof Error ? `This is not JSON: ${error.message}` : 'This is not JSON.' };
  }
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) return { fault: 'The list is empty.' };
  return list.every(isOperation)
    ? { operations: list }
    : { fault: 'An operation is an object with a "kind", for example "configuration.update".' };
}

/** What else it must have depends on its kind, and is said by the API. */
const isOperation = (value: unknown): value is ChangeOperation =>
  isRecord(value) && typeof value.kind === 'string';
