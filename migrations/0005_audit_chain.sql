-- The audit log as chains: each entry has a hash over its content and the hash before it, so a change, a gap or a swap shows.

-- No entry may appear between the digest of those that exist and the trigger that chains later ones.
lock table audit_logs in share row exclusive mode;

-- SHA-256 of an entry: a JSON array of its columns as Postgres writes it. Names and order of the columns are fixed here.
create function audit_digest(entry audit_logs) returns bytea language sql stable as $$
  select sha256(convert_to(json_build_array(
    entry.id, entry.sequence, entry.project_id, entry.user_id, entry.action, entry.resource_type, entry.resource_id,
    entry.old_value, entry.new_value, (extract(epoch from entry.created_at) * 1000000)::bigint
  )::text, 'UTF8'))
$$;

-- One chain for each project, and one for what belongs to no project.
create table audit_chains (
  -- The id of the project; the nil UUID for entries of no project.
  chain uuid primary key,
  -- The entries that are chained, and the hash of the last one.
  position bigint not null default 0,
  hash bytea not null,
  -- The entries from before the chain: their number, the largest sequence, the hash over the digests of all of them.
  genesis_entries bigint not null default 0,
  genesis_sequence bigint not null default 0,
  genesis bytea not null
);

create table audit_links (
  chain uuid not null references audit_chains (chain),
  -- From 1 without gaps.
  position bigint not null,
  entry_id uuid not null,
  -- SHA-256 of the hash before it and the digest of the entry.
  hash bytea not null,
  primary key (chain, position)
);
create index audit_links_entry on audit_links (entry_id);

create trigger audit_links_append_only before update or delete on audit_links
  for each row execute function refuse_audit_change();
create trigger audit_links_no_truncate before truncate on audit_links
  for each statement execute function refuse_audit_change();

insert into audit_chains (chain, hash, genesis_entries, genesis_sequence, genesis)
select chain, digest, entries, last_sequence, digest
from (
  select coalesce(a.project_id, '00000000-0000-0000-0000-000000000000') as chain, count(*) as entries,
    max(a.sequence) as last_sequence, sha256(string_agg(audit_digest(a), ''::bytea order by a.sequence)) as digest
  from audit_logs a
  group by 1
) existing;

-- Chains the entries of one statement. Runs for control planes of older releases, too. An account that may only insert into
-- audit_logs needs no right on the chains: the function has those of the owner.
create function chain_audit_entries() returns trigger language plpgsql security definer as $$
declare
  of_chain uuid;
  head audit_chains;
  entry audit_logs;
begin
  for of_chain in
    select distinct coalesce(project_id, '00000000-0000-0000-0000-000000000000') from added order by 1
  loop
    insert into audit_chains (chain, hash, genesis) values (of_chain, sha256(''), sha256('')) on conflict do nothing;
    select * into head from audit_chains where chain = of_chain for update;
    for entry in
      select * from added where coalesce(project_id, '00000000-0000-0000-0000-000000000000') = of_chain order by sequence
    loop
      head.position := head.position + 1;
      head.hash := sha256(head.hash || audit_digest(entry));
      insert into audit_links (chain, position, entry_id, hash) values (of_chain, head.position, entry.id, head.hash);
    end loop;
    update audit_chains set position = head.position, hash = head.hash where chain = of_chain;
  end loop;
  return null;
end
$$;
-- Temporary tables come last, so that none of an account can stand in for a table of the owner.
do $$
begin
  execute format('alter function chain_audit_entries() set search_path = %I, pg_temp', current_schema());
end
$$;
create trigger audit_logs_chained after insert on audit_logs
  referencing new table as added for each statement execute function chain_audit_entries();
