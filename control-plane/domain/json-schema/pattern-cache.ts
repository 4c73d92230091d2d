import { compilePattern } from '../../../shared/evaluation/index.ts';
import type { StepMeter } from './step-meter.ts';

/** Compiles a pattern of RE2 syntax, each only once. */
export type PatternCache = (source: string) => ReturnType<typeof compilePattern>;

/** Compiling takes about 10 µs for each unit of the size of a pattern. */
const STEPS_OF_SIZE = 150;

/** @param meter is charged with what compiling costs */
export function createPatternCache(meter: StepMeter): PatternCache {
  const known = new Map<string, ReturnType<typeof compilePattern>>();
  return (source) => {
    const found = known.get(source);
    if (found !== undefined) return found;
    const compiled = compilePattern(source);
    known.set(source, compiled);
    meter.spend('pattern' in compiled ? compiled.pattern.size * STEPS_OF_SIZE : source.length);
    return compiled;
  };
}
