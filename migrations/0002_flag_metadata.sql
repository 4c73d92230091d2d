-- What users say about a flag: texts, booleans and integers by name. Readers get it with the flag.
alter table flags add column metadata jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object');
