import { readFileSync } from 'node:fs';

const PAGE_BYTES = 4096;
/** `CLK_TCK` of Linux, as programs see it on every architecture. */
const TICK_MS = 10;

/** Bytes of memory that a process has now, as the kernel counts them. */
export function residentBytes(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]) * PAGE_BYTES;
}

/** Milliseconds of processor time that a process has used, all threads together, in steps of 10 ms. */
export function processorMs(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  // The second field is the name in parentheses and may contain blanks: utime and stime are 12 and 13 after it.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}
