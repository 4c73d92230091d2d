-- Readers that left a moment ago are kept for a minute: what they understand counts for changes.
alter table stream_readers
  add column left_at timestamptz;
