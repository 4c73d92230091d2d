/** How long a reading of the database may take before its hub gives it up. */
export const READ_LIMIT_MS = 15_000;
/** How often the sweep looks for what lost hints would have told. */
export const SWEEP_MS = 2_000;
/** How long a hub is kept after its last reader has left. */
export const HUB_GRACE_MS = 60_000;
/** Streams one key may hold open in one process. */
export const MAX_STREAMS_PER_KEY = 10_000;
/** The longest delay timers take; later expiries are looked at again then. */
export const LONGEST_TIMER_MS = 2_147_483_647;
