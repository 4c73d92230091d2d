-- Values of audit entries that may name people. The entries hold references with salted digests in their place, so that a
-- value can be erased here while the entries and their chains stay as they are.

create table personal_values (
  entry_id uuid primary key,
  -- Lists of values. An erased value is {"erased": true}.
  blocks jsonb not null check (jsonb_typeof(blocks) = 'array'),
  -- 16 random bytes for each block; zeros if a value of the block was erased.
  salts bytea not null check (length(salts) = 16 * jsonb_array_length(blocks)),
  -- SHA-256 of salt and values for each block.
  digests bytea not null check (length(digests) = 32 * jsonb_array_length(blocks))
);

create function guard_personal_values() returns trigger language plpgsql as $$
begin
  if tg_op <> 'UPDATE' then
    raise exception 'personal_values keeps its rows: % is not allowed', tg_op;
  end if;
  if (new.entry_id, new.digests) is distinct from (old.entry_id, old.digests) then
    raise exception 'personal_values keeps entries and digests';
  end if;
  return new;
end
$$;

create trigger personal_values_guarded before update or delete on personal_values
  for each row execute function guard_personal_values();
create trigger personal_values_no_truncate before truncate on personal_values
  for each statement execute function guard_personal_values();
