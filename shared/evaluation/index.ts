export { checkCondition, checkFlag, checkSegment } from './check.ts';
export { compileFlagSet, type FlagSetChange, updateFlagSet } from './compile.ts';
export type { CompiledFlag, CompiledFlagSet, CompiledSegment } from './compiled.ts';
export type { EvaluationContext } from './context.ts';
export { findPrerequisiteCycle, findSegmentCycle } from './cycles.ts';
export { evaluate, evaluateFlag } from './evaluate.ts';
export type { Problem } from './problem.ts';
export type { ErrorCode, Resolution, ResolutionReason } from './resolution.ts';
