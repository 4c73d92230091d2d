/** An arbitrary number that no other program on this database uses for an advisory lock. */
export const PURGE_LOCK = 5_076_414_129;
