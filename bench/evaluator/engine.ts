import type { FlagSet } from '../../shared/model/flag-set.ts';
import type { BenchContext } from './contexts.ts';

/** What the flags of the benchmark serve. */
export type FlagValue = string | boolean;

/** An engine under measurement: loads one of our flag sets, translated into its own terms. */
export interface Engine {
  readonly name: string;
  load(flagSet: FlagSet, contexts: readonly BenchContext[]): Promise<LoadedEngine>;
}

/**
 * A loaded engine. Contexts are prepared beforehand in the shape the engine prefers, and are addressed by index, so that
 * only evaluation is measured. Each engine brings its own loops: a shared one would be polymorphic for all of them.
 */
export interface LoadedEngine {
  answer(flagKey: string, contextIndex: number): FlagValue;
  /** Evaluates one flag so many times over the contexts in turn; the result depends on every answer. */
  runOne(flagKey: string, iterations: number): number;
  /** Evaluates all flags into an array, so many times over the contexts in turn. */
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
