import type { EventOutcome } from '../../../../shared/events/event-table.ts';
import { isKey } from '../../../../shared/model/key-syntax.ts';
import type { Resolution } from '../../../../shared/model/resolution.ts';
import { isUuid } from '../../../../shared/model/uuid.ts';
import type { Evaluation } from '../../model/ports.ts';

/** The outcomes of one table, each written once. */
export function createTableOutcomes() {
  const indexes = new Map<Resolution, { readonly environmentId: string; readonly index: number }>();
  /** A flag that does not exist has another resolution each time. */
  const byText = new Map<string, number>();
  let bytes = 0;

  function file({ environmentId, resolution }: Evaluation): number | undefined {
    const text = outcomeText(environmentId, resolution);
    if (text === undefined) return undefined;
    const index = byText.get(text) ?? byText.size;
    if (index === byText.size) {
      byText.set(text, index);
      bytes += text.length + 1;
    }
    if (resolution.errorCode !== 'FLAG_NOT_FOUND') indexes.set(resolution, { environmentId, index });
    return index;
  }

  return {
    /** `undefined` for an outcome that no event may have. */
    indexOf(evaluation: Evaluation): number | undefined {
      const known = indexes.get(evaluation.resolution);
      return known?.environmentId === evaluation.environmentId ? known.index : file(evaluation);
    },
    /** All of them as members of a JSON array; clears them. */
    take(): string {
      const texts = [...byText.keys()].join(',');
      indexes.clear();
      byText.clear();
      bytes = 0;
      return texts;
    },
    bytes: () => bytes,
  };
}

function outcomeText(
  environmentId: string,
  { flagKey, variationKey, reason }: Resolution,
): string | undefined {
  if (!isUuid(environmentId) || !isKey(flagKey)) return undefined;
  if (variationKey !== null && !isKey(variationKey)) return undefined;
  const outcome: EventOutcome = { environmentId, flagKey, variationKey, reason };
  return JSON.stringify(outcome);
}
