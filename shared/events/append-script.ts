/**
 * Appends one batch to the event stream, unless the stream is full. The stream is never trimmed, because entries could be lost
 * that nothing has read. Stored entries are deleted, so the length of the stream is the backlog.
 *
 * KEYS[1]: the stream. ARGV[1]: the most entries it may hold. ARGV[2]: the batch as JSON, a list of events or an `EventTable`.
 * Returns the id of the entry, or nil if the stream is full.
 */
export const APPEND_EVENTS_SCRIPT = `
if redis.call('XLEN', KEYS[1]) >= tonumber(ARGV[1]) then return false end
return redis.call('XADD', KEYS[1], '*', 'events', ARGV[2])`;

/** The default of the most entries in the stream: more than a day of one edge that sends a batch each second. */
export const STREAM_MAX_ENTRIES = 100_000;
