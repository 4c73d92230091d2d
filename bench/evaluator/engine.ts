import type { FlagSet } from '../../shared/model/flag-set.ts';
import type { BenchContext } from './contexts.ts';

/** What the flags of the benchmark serve. */
export type FlagValue = string | boolean;

/** An engine to be measured. It loads one of our flag sets, translated into its own format. */
export interface Engine {
  readonly name: string;
  load(flagSet: FlagSet, contexts: readonly BenchContext[]): Promise<LoadedEngine>;
}

/**
 * A loaded engine. Contexts are converted beforehand to the format of the engine and have an index, so that only evaluation is
 * measured. Each engine has its own loops: V8 would optimise shared ones for all engines.
 */
export interface LoadedEngine {
  answer(flagKey: string, contextIndex: number): FlagValue;
  /** Evaluates one flag this many times, over the contexts in turn. The result depends on every answer. */
  runOne(flagKey: string, iterations: number): number;
  /** Evaluates all flags into an array, this many times, over the contexts in turn. */
  runAll(iterations: number): number;
  close(): void;
}

export interface Peer {
  readonly name: string;
  /** The npm package it comes from. */
  readonly packageName: string;
  /** `load` is a `require` that finds the modules of the installed peers. */
  connect(load: NodeJS.Require): Engine;
}
