-- A JSON Schema that the values of a flag must match. Readers do not get it. An older control plane leaves it as it is.
alter table flags add column json_schema jsonb check (jsonb_typeof(json_schema) = 'object');
