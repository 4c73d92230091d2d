/**
 * What of a line of a service's log is worth a person's attention on the console: warnings and errors, and whatever is
 * not a log line at all (a crash says its last words so). `undefined`: nothing.
 */
export function noticeOf(line: string): string | undefined {
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
  const rest = Object.keys(fields).length > 0 ? ` ${JSON.stringify(fields)}` : '';
  return `${level}: ${msg}${rest}`;
}
