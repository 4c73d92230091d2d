import type { EnvironmentInfo, Flag, FlagSet, FlagType, Segment } from '../model/flag-set.ts';
import type { EvaluationContext } from './context.ts';
import { type Binding, decideFlag } from './decide.ts';
import type { Resolution } from './resolution.ts';

export type { EvaluationContext } from './context.ts';
export type { ErrorCode, Resolution, ResolutionReason } from './resolution.ts';

/** One flag of a compiled set. Its identity changes exactly when its answers may have changed. */
export interface CompiledFlag {
  readonly key: string;
  readonly type: FlagType;
  /** Whether client keys may see this flag. */
  readonly clientSide: boolean;
  /** The environment's version that last changed this flag. */
  readonly version: number;
  /** What it was compiled from. */
  readonly definition: Flag;
  readonly binding: Binding;
}

/** A flag set, ready to answer. Immutable: a change makes a new one, see {@link updateFlagSet}. */
export interface CompiledFlagSet {
  readonly environment: EnvironmentInfo;
  readonly flags: ReadonlyMap<string, CompiledFlag>;
  readonly segments: ReadonlyMap<string, Segment>;
}

/** What a delta changes: deleted keys apply first. */
export interface FlagSetChange {
  readonly deleted: { readonly flags: readonly string[]; readonly segments: readonly string[] };
  readonly flags: readonly Flag[];
  readonly segments: readonly Segment[];
}

/** Compiles a whole flag set. Never throws: a flag that cannot be understood answers `GENERAL`. */
export function compileFlagSet(flagSet: FlagSet): CompiledFlagSet {
  const segments = new Map(flagSet.segments.map((segment) => [segment.key, segment]));
  return assemble(flagSet.environment, flagSet.flags, segments);
}

/** The set after a change. The given set stays as it is and keeps answering as before. */
export function updateFlagSet(compiled: CompiledFlagSet, change: FlagSetChange): CompiledFlagSet {
  const flags = new Map([...compiled.flags].map(([key, flag]) => [key, flag.definition]));
  const segments = new Map(compiled.segments);
  for (const key of change.deleted.flags) flags.delete(key);
  for (const key of change.deleted.segments) segments.delete(key);
  for (const flag of change.flags) flags.set(flag.key, flag);
  for (const segment of change.segments) segments.set(segment.key, segment);
  return assemble(compiled.environment, [...flags.values()], segments);
}

/** Decides one flag of the set by key. Synchronous, total and pure. */
export function evaluate(set: CompiledFlagSet, flagKey: string, context: EvaluationContext): Resolution {
  const flag = set.flags.get(flagKey);
  if (flag !== undefined) return evaluateFlag(flag, context);
  return {
    flagKey,
    value: null,
    variationKey: null,
    reason: 'ERROR',
    errorCode: 'FLAG_NOT_FOUND',
    errorDetails: 'There is no such flag in this environment.',
  };
}

/** Decides a flag taken from a compiled set. Synchronous, total and pure. */
export function evaluateFlag(flag: CompiledFlag, context: EvaluationContext): Resolution {
  return decideFlag(flag.definition, flag.binding, context, []);
}

function assemble(
  environment: EnvironmentInfo,
  definitions: readonly Flag[],
  segments: ReadonlyMap<string, Segment>,
): CompiledFlagSet {
  const flags = new Map<string, CompiledFlag>();
  for (const definition of definitions) {
    const { key, type, clientSide, version } = definition;
    const binding = { flags, segments, resolutions: new Map() };
    flags.set(key, { key, type, clientSide, version, definition, binding });
  }
  return { environment, flags, segments };
}
