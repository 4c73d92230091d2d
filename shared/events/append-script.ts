/**
 * Appends one batch to the event stream, unless the stream already holds as many entries as it may: what nobody
 * has read yet is never trimmed away. Entries are deleted once they are stored, so the length is the backlog.
 *
 * KEYS[1] the stream · ARGV[1] the most entries it may hold · ARGV[2] the batch, a JSON array of events.
 * Answers the entry's id, or nil where the stream is full.
 */
export const APPEND_EVENTS_SCRIPT = `
if redis.call('XLEN', KEYS[1]) >= tonumber(ARGV[1]) then return false end
return redis.call('XADD', KEYS[1], '*', 'events', ARGV[2])`;

/** Entries the stream may hold unless told otherwise: a day and more of one edge that sends every second. */
export const STREAM_MAX_ENTRIES = 100_000;
