-- What a draft was made from is told apart from what was created later with the same key; a schedule may allow what
-- connected readers do not support.

-- The id of the flag or the segment; of a configuration, that of its environment. Null if it did not exist, or if a control
-- plane of an earlier release has written the row.
alter table change_set_bases add column resource_id uuid;

-- Of `apply_at`.
alter table change_sets add column schedule_allows_unsupported boolean not null default false;
