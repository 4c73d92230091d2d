-- Change sets that are applied at a time.
alter table change_sets
  add column apply_at timestamptz,
  -- Whose rights count at that time.
  add column scheduled_by uuid references users (id),
  -- Why it was not applied at its time.
  add column schedule_error text,
  add constraint change_sets_schedule check ((apply_at is null) = (scheduled_by is null));
create index change_sets_due on change_sets (apply_at) where apply_at is not null and number is null;
