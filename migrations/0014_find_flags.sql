-- Finds flags by their owner and their tags, and the rules that name a segment.
create index flags_owner on flags (project_id, owner, key) where owner is not null and deleted_at is null;
create index flags_tags on flags using gin (tags jsonb_path_ops);
create index rule_conditions_segments on rule_conditions using gin (values jsonb_path_ops)
  where condition_type = 'segment';
