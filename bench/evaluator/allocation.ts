import { median } from './measure.ts';

/** The heap of the process. `collect` is a full garbage collection (`--expose-gc`). */
export interface Heap {
  collect(): void;
  usedBytes(): number;
}

const SAMPLES = 15;
const FEW = 2_000;
const MANY = 12_000;

/**
 * Bytes allocated per iteration: the growth of the heap over many iterations minus that over few, so the fixed cost of a run
 * does not count. Both usually fit into the young generation without a collection. A sample with a collection shows less growth,
 * so the median counts. {@link checkAllocationMeter} verifies the method.
 */
export function bytesPerIteration(heap: Heap, run: (iterations: number) => number): number {
  for (let warmup = 0; warmup < 20; warmup++) run(MANY);
  const few = growth(heap, () => run(FEW));
  const many = growth(heap, () => run(MANY));
  return Math.max(0, (many - few) / (MANY - FEW));
}

function growth(heap: Heap, run: () => number): number {
  const samples = Array.from({ length: SAMPLES }, () => {
    heap.collect();
    const before = heap.usedBytes();
    run();
    return heap.usedBytes() - before;
  });
  return median(samples);
}

/**
 * Measures loops whose allocation is known: nothing, and an array of four numbers (80 bytes on 64 bits: four words for the array,
 * two and four for its elements).
 */
export function checkAllocationMeter(heap: Heap): {
  readonly nothing: number;
  readonly fourElements: number;
} {
  const arrays: number[][] = [[]];
  return {
    nothing: bytesPerIteration(heap, (iterations) => {
      let sum = 1;
      for (let index = 0; index < iterations; index++) sum = (sum + index) | 0;
      return sum;
    }),
    fourElements: bytesPerIteration(heap, (iterations) => {
      for (let index = 0; index < iterations; index++) arrays[0] = [index, 1, 2, 3];
      return arrays.length;
    }),
  };
}
