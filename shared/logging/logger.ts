/** Structured fields of a log line. Never put a key, a token, a context or a query in here. */
export type LogFields = Readonly<Record<string, unknown>>;

/** The logger every part is handed; OpenFeature's four levels, message first. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** Swallows everything: the default for libraries and tests. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
