/** The levels of log lines, the least important first. At `silent` nothing is written. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/** The least important level that is written. */
export type LogLevel = (typeof LOG_LEVELS)[number];
