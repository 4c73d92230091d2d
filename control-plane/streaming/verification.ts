/** When the state of a hub was last known to equal the database's, in milliseconds since 1970; `null`: never. */
export interface Verification {
  readonly at: () => number | null;
  /** The state equalled the database's at this time. */
  confirm(at: number): void;
}

export function createVerification(): Verification {
  let verifiedAt: number | null = null;
  return {
    at: () => verifiedAt,
    confirm(at) {
      if (verifiedAt === null || verifiedAt < at) verifiedAt = at;
    },
  };
}
