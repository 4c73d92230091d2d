import type { JsonValue } from '../../shared/model/json.ts';
import type { Family } from './families.ts';
import { attributeName } from './flag-sets.ts';

/** What a context is made of. */
export interface ContextShape {
  readonly attributes: number;
  /** Elements of each array; 0: the attributes are no arrays. */
  readonly elements: number;
  /** Of each value, in code units. */
  readonly length: number;
}

export interface Found {
  readonly shape: ContextShape;
  readonly milliseconds: number;
}

export function bodyOf(family: Family, { attributes, elements, length }: ContextShape): string {
  const context: Record<string, JsonValue> = { targetingKey: 'user-1' };
  for (let attribute = 0; attribute < attributes; attribute++) {
    const value = (index: number) => family.element(attribute * 500 + index, length);
    context[attributeName(attribute)] =
      elements === 0 ? value(0) : Array.from({ length: elements }, (_, index) => value(index));
  }
  return JSON.stringify({ context });
}

/**
 * Hill-climbs from each initial context to the one that costs the most: changes the number of attributes, that of
 * elements or the length, and continues from what costs more.
 *
 * @param measure milliseconds; `undefined` if the request is refused
 */
export function findWorst(
  family: Family,
  attributes: number,
  steps: number,
  random: () => number,
  measure: (body: string) => number | undefined,
): Found {
  let worst: Found = { shape: { attributes: 1, elements: 0, length: 1 }, milliseconds: 0 };
  for (const beginning of beginnings(family, attributes)) {
    let best = found(beginning);
    for (let step = 0; step < steps; step++) {
      const next = found(changed(best?.shape ?? beginning, random));
      if (next && next.milliseconds > (best?.milliseconds ?? 0)) best = next;
    }
    if (best && best.milliseconds > worst.milliseconds) worst = best;
  }
  return worst;

  function found(shape: ContextShape): Found | undefined {
    const milliseconds = measure(bodyOf(family, shape));
    return milliseconds === undefined ? undefined : { shape, milliseconds };
  }
}

function beginnings({ lengths }: Family, attributes: number): readonly ContextShape[] {
  return lengths.flatMap((length) =>
    [0, 8, 60, 500].map((elements) => ({
      attributes: Math.max(
        1,
        Math.min(attributes, Math.floor(60_000 / (Math.max(1, elements) * (length + 3)))),
      ),
      elements: Math.min(elements, Math.floor(60_000 / (length + 3))),
      length,
    })),
  );
}

function changed({ attributes, elements, length }: ContextShape, random: () => number): ContextShape {
  const factor = 0.5 + random() * 1.2;
  const scaled = (value: number, most: number) => Math.max(1, Math.min(most, Math.round(value * factor)));
  const which = random();
  if (which < 0.3) return { attributes: scaled(attributes, 20), elements, length };
  if (which < 0.6) return { attributes, elements: elements === 0 ? 0 : scaled(elements, 500), length };
  return { attributes, elements, length: scaled(length, 8_192) };
}
