import type { ReadResult, Variable } from './variable.ts';

const SURROUNDED = 'begins or ends with a blank or a line break; remove it';

/** Variables by name; an empty text counts as absent. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A configuration, or every fault of it. */
export type ConfigResult<Config> =
  | { readonly ok: true; readonly config: Config }
  /** Each begins with the name of a variable and holds no value. */
  | { readonly ok: false; readonly faults: readonly string[] };

/** The value of a variable that has no fault. */
export type GetValue = <Value>(variable: Variable<Value>) => Value;

/**
 * Reads all of these variables, then builds the configuration from them. `build` runs only if none has a fault.
 *
 * @param variables all that `build` reads, in the order in which their faults are reported
 */
export function readVariables<Config>(
  variables: readonly Variable<unknown>[],
  environment: Environment,
  build: (get: GetValue) => Config,
): ConfigResult<Config> {
  const read = <Value>({ name, read }: Variable<Value>): ReadResult<Value> => {
    const text = environment[name] || undefined;
    // The line break of a file that holds a secret, or a blank from a form: accepted, it would fail only when it is used.
    if (text !== undefined && text !== text.trim()) return { ok: false, fault: SURROUNDED };
    return read(text);
  };
  const faults = variables.flatMap((variable) => {
    const result = read(variable);
    return result.ok ? [] : [`${variable.name} ${result.fault}`];
  });
  if (faults.length > 0) return { ok: false, faults };
  const config = build((variable) => {
    const result = read(variable);
    if (!result.ok) throw new Error(`${variable.name} is not among the variables that were checked`);
    return result.value;
  });
  return { ok: true, config };
}

/** The faults of several results, in their order. */
export function configFaults(...results: readonly ConfigResult<unknown>[]): readonly string[] {
  return results.flatMap((result) => (result.ok ? [] : result.faults));
}
