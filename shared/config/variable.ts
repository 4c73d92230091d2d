/** A kind of text that a variable may hold. */
export interface VariableKind<Value> {
  /** What is right; follows the variable's name in a fault: `must be a port number from 0 to 65535`. */
  readonly rule: string;
  /** Reads a text; `undefined` if it is not of this kind. May throw an Error whose message replaces the rule. */
  readonly parse: (text: string) => Value | undefined;
}

/** What a variable was read as. */
export type ReadResult<Value> =
  | { readonly ok: true; readonly value: Value }
  /** Follows the variable's name, and never holds its value, which may be a secret. */
  | { readonly ok: false; readonly fault: string };

/** An environment variable, on Workers a binding: how its text is read, and its entry in the documentation. */
export interface Variable<Value> {
  readonly name: string;
  /** Its default as the documentation shows it, in Markdown. */
  readonly shownDefault: string;
  /** One sentence without a full stop, in Markdown. */
  readonly meaning: string;
  /** @param text `undefined` if the variable is not set */
  readonly read: (text: string | undefined) => ReadResult<Value>;
}

interface Definition<Value> {
  readonly name: string;
  readonly kind: VariableKind<Value>;
  readonly meaning: string;
}

/** A variable without which the process does not start. */
export function requiredVariable<Value>(
  definition: Definition<Value> & { /** What to set it to, for the fault. */ readonly hint: string },
): Variable<Value> {
  const { name, kind, meaning, hint } = definition;
  return {
    name,
    shownDefault: 'required',
    meaning,
    read: (text) => (text === undefined ? { ok: false, fault: `is required: ${hint}` } : readAs(kind, text)),
  };
}

/** A variable that counts as this text if it is not set. */
export function variableWithDefault<Value>(
  definition: Definition<Value> & { readonly default: string },
): Variable<Value> {
  const { name, kind, meaning, default: text } = definition;
  return {
    name,
    shownDefault: `\`${text}\``,
    meaning,
    read: (given = text) => readAs(kind, given),
  };
}

/** A variable that may be absent. */
export function optionalVariable<Value>(
  definition: Definition<Value> & {
    /** What its absence means, for the documentation. */ readonly absent?: string;
  },
): Variable<Value | undefined> {
  const { name, kind, meaning, absent = 'none' } = definition;
  return {
    name,
    shownDefault: absent,
    meaning,
    read: (text) => (text === undefined ? { ok: true, value: undefined } : readAs(kind, text)),
  };
}

function readAs<Value>({ rule, parse }: VariableKind<Value>, text: string): ReadResult<Value> {
  try {
    const value = parse(text);
    return value === undefined ? { ok: false, fault: rule } : { ok: true, value };
  } catch (error) {
    return { ok: false, fault: error instanceof Error ? error.message : rule };
  }
}
