import type { WriterInputs, WriterMemory } from './writer-states.ts';

/**
 * Whether a change fits in the queue of a reader. If not, one fresh snapshot replaces what it would have got. A single change
 * of any size fits: instead of it the reader would get a snapshot, which is larger.
 */
export function fitsInQueue(
  memory: WriterMemory,
  changeBytes: number,
  { bufferedBytes, limits }: WriterInputs,
): boolean {
  const countedBytes = Math.max(0, bufferedBytes - memory.uncountedBytes);
  return countedBytes === 0 || countedBytes + changeBytes <= limits.queueBytes;
}

/** The memory, updated with how much the reader has read of its queue. */
export function withProgress(memory: WriterMemory, inputs: WriterInputs): WriterMemory {
  const isEmpty = inputs.bufferedBytes === 0;
  const hasRead = isEmpty || inputs.takenBytes > memory.takenBytes;
  return {
    uncountedBytes: isEmpty ? 0 : memory.uncountedBytes,
    takenBytes: inputs.takenBytes,
    progressAt: hasRead ? inputs.now : memory.progressAt,
  };
}

/** Whether a reader has read nothing of its queue for too long. */
export function isStalled({ progressAt }: WriterMemory, { now, limits }: WriterInputs): boolean {
  return now - progressAt >= limits.stalledAfterMs;
}
