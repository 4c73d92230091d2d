/** Faults that a report lists; all are counted. */
export const MAX_LISTED_FAULTS = 100;

export interface AuditFault {
  readonly kind: /** The entry is not what it was when it was chained. */
    | 'changed'
    /** The entry, or its link, no longer exists. */
    | 'missing'
    /** The entry is linked at another place than it was. */
    | 'swapped'
    /** The entry is in no chain: it was written past the trigger. */
    | 'unchained'
    /** The chain ends before, or in another entry than, a head that was recorded. */
    | 'cut off';
  /** The id of the project, or the nil UUID. */
  readonly chain: string;
  /** The entry; absent if it is unknown which one. */
  readonly entryId?: string;
  readonly message: string;
}

/** A fault of the values that are kept apart from an entry. */
export const personalValuesFault = (
  kind: 'missing' | 'changed',
  chain: string,
  entryId: string,
): AuditFault => ({
  kind,
  chain,
  entryId,
  message:
    kind === 'missing'
      ? 'The values that are kept apart from the entry do not exist any more.'
      : 'The values that are kept apart from the entry are not what they were.',
});

/** Faults as they are found. */
export function createFaultList() {
  const listed: AuditFault[] = [];
  let total = 0;
  return {
    listed,
    total: () => total,
    add(fault: AuditFault) {
      total += 1;
      if (listed.length < MAX_LISTED_FAULTS) listed.push(fault);
    },
  };
}
export type FaultList = ReturnType<typeof createFaultList>;
