-- Streams of changes name the change set that has written an audit entry. Older control planes write null. It is not part of the
-- digest of an entry, whose columns are fixed; the change sets themselves are never purged.
alter table audit_logs add column change_set_id uuid;
