-- What edges say that they hold; null: the reader has not said anything.
alter table stream_readers
  add column reported_position text,
  add column reported_at timestamptz;
