/** When the state of a hub was last known to equal the database's, in milliseconds since 1970; `null`: never. */
export interface Verification {
  readonly at: () => number | null;
  /** The state equalled the database's at this time. */
  confirm(at: number): void;
  /** Confirms if the state equalled the database's. @returns `isEqual` */
  confirmIf(isEqual: boolean, at: number): boolean;
}

export function createVerification(): Verification {
  let verifiedAt: number | null = null;

  function confirm(at: number): void {
    if (verifiedAt === null || verifiedAt < at) verifiedAt = at;
  }

  return {
    at: () => verifiedAt,
    confirm,
    confirmIf(isEqual, at) {
      if (isEqual) confirm(at);
      return isEqual;
    },
  };
}
