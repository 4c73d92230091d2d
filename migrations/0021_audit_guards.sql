-- The chains of the audit log only grow, and only by the trigger of audit_logs.

create function guard_audit_chain() returns trigger language plpgsql as $$
begin
  -- The trigger that chains entries runs at depth 1, so what it writes runs this one at depth 2.
  if tg_op not in ('INSERT', 'UPDATE') or pg_trigger_depth() < 2 then
    raise exception '% is append-only and written by the trigger of audit_logs: % is not allowed', tg_table_name, tg_op;
  end if;
  if tg_op = 'UPDATE' then
    if (new.chain, new.genesis_entries, new.genesis_sequence, new.genesis)
      is distinct from (old.chain, old.genesis_entries, old.genesis_sequence, old.genesis) or new.position <= old.position
    then
      raise exception 'audit_chains only moves forward';
    end if;
  end if;
  return new;
end
$$;

create trigger audit_chains_only_grow before update or delete on audit_chains
  for each row execute function guard_audit_chain();
create trigger audit_chains_guarded before insert or truncate on audit_chains
  for each statement execute function guard_audit_chain();
create trigger audit_links_guarded before insert on audit_links
  for each statement execute function guard_audit_chain();
