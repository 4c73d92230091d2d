/** A JavaScript runtime that runs the vectors. */
export interface Runtime {
  readonly name: string;
  /**
   * Runs the bundled vectors in a process of the runtime.
   *
   * @throws Error whose first line says what is missing
   */
  run(suite: Suite): Promise<Outcome>;
}

export interface Suite {
  /** The source of the module, which exports `answers()`. */
  readonly code: string;
  /** A folder with the module as `suite.mjs` and with `main.mjs`, which prints the answers. */
  readonly folder: string;
}

export interface Outcome {
  readonly version: string;
  /** What `answers()` returns: JSON. */
  readonly answers: string;
}
