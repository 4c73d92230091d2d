-- Readers of an edge, as it reports them every 15 s; null: the reader of a stream of a control plane.
alter table stream_readers
  -- The instance of the edge.
  add column via text;

create index stream_readers_via on stream_readers (sdk_key_id, via) where via is not null;
