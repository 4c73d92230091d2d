/**
 * What the console shows of one line of a service's output: warnings, errors, and text that is not a JSON log line
 * (a crash writes its stack trace so). `undefined`: nothing.
 */
export function consoleLineOf(line: string): string | undefined {
  const text = line.trim();
  if (text === '') return undefined;
  let entry: unknown;
  try {
    entry = JSON.parse(text);
  } catch {
    return text;
  }
  if (typeof entry !== 'object' || entry === null || !('level' in entry)) return text;
  if (!['warn', 'error', 'fatal'].includes(String(entry.level))) return undefined;
  const { msg, time, pid, hostname, service, level, ...fields } = Object.fromEntries(Object.entries(entry));
  const { error, ...others } = fields;
  const shown = error === undefined ? others : { ...others, error: messageIn(error) };
  const rest = Object.keys(shown).length > 0 ? ` ${JSON.stringify(shown)}` : '';
  return `${level}: ${msg}${rest}`;
}

/** Of an error only its message: the stack is in the log file. */
function messageIn(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
}
