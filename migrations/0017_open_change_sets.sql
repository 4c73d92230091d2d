-- Finds the change sets of a project that are neither applied nor discarded.
create index change_sets_open on change_sets (project_id, sequence) where number is null and state <> 'discarded';
