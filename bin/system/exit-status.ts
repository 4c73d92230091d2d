/** How a process ended, in words for a message. The arguments are those of the `exit` and `close` events. */
export function describeExit(code: number | null, signal: NodeJS.Signals | null): string {
  return signal ? `killed by ${signal}` : `exit code ${code}`;
}
