/** A JavaScript runtime that the suite is run on. */
export interface Runtime {
  readonly name: string;
  /**
   * Runs the bundled suite, in a process of the runtime's own.
   *
   * @throws Error saying in one line what is missing
   */
  run(suite: Suite): Promise<Outcome>;
}

export interface Suite {
  /** The text of the module; exports `answers()`. */
  readonly code: string;
  /** A folder that holds it as `suite.mjs`, beside `main.mjs`, which prints the answers. */
  readonly folder: string;
}

export interface Outcome {
  readonly version: string;
  /** What `answers()` gave: JSON text. */
  readonly answers: string;
}
