/** The values of an audit entry that are kept apart from it, in blocks. */
export interface PersonalValues {
  readonly blocks: readonly (readonly unknown[])[];
  /** 16 bytes for each block, in hex. Zeros: a value of the block was erased, and its digest cannot be computed any more. */
  readonly salts: string;
  /** SHA-256 of the salt and the values of each block, in hex. */
  readonly digests: string;
}
