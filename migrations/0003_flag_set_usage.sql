-- The size of what readers get, kept per flag and per segment, so that the size of a flag set is one sum.
-- Bytes are an upper bound of the snapshot's JSON.
alter table flag_environments
  add column rule_count int not null default 0,
  add column condition_count int not null default 0,
  add column value_count int not null default 0,
  add column byte_count int not null default 0;

alter table segments
  add column rule_count int generated always as (jsonb_array_length(rules)) stored,
  add column condition_count int generated always as (
    jsonb_array_length(jsonb_path_query_array(rules, '$[*].conditions[*]'))
  ) stored,
  add column value_count int generated always as (
    jsonb_array_length(included) + jsonb_array_length(excluded)
    + jsonb_array_length(jsonb_path_query_array(rules, '$[*].conditions[*].values[*]'))
  ) stored,
  add column byte_count int generated always as (
    250 + octet_length(included::text) + octet_length(excluded::text) + 2 * octet_length(rules::text)
  ) stored;

-- Names of variations and segments are stored as ids of 36 characters; readers get keys of up to 100.
create function measure_flag_environments(ids uuid[]) returns void language sql as $$
  update flag_environments fe set
    rule_count = r.rules, condition_count = c.conditions, value_count = c.condition_values,
    byte_count = 400 + coalesce(octet_length(fe.default_value::text), 0) + octet_length(f.metadata::text)
      + v.bytes + r.bytes + c.bytes + p.bytes
  from flags f,
    unnest(ids) as measured (id),
    lateral (
      select coalesce(sum(octet_length(key) + octet_length(value::text) + 30), 0) as bytes
      from flag_variations where flag_environment_id = measured.id
    ) v,
    lateral (
      select count(*) as rules,
        coalesce(sum(
          250 + octet_length(variation_id_or_rollout::text)
          + 70 * coalesce(jsonb_array_length(variation_id_or_rollout #> '{rollout,variations}'), 0)
        ), 0) as bytes
      from targeting_rules where flag_environment_id = measured.id
    ) r,
    lateral (
      select count(*) as conditions, coalesce(sum(jsonb_array_length(rc.values)), 0) as condition_values,
        coalesce(sum(
          100 + octet_length(rc.attribute) + octet_length(rc.operator) + octet_length(rc.values::text)
          + case when rc.condition_type = 'segment' then 70 * jsonb_array_length(rc.values) else 0 end
        ), 0) as bytes
      from targeting_rules tr join rule_conditions rc on rc.targeting_rule_id = tr.id
      where tr.flag_environment_id = measured.id
    ) c,
    lateral (
      select coalesce(sum(150 + 110 * (
        select count(*) from flag_prerequisite_variations where prerequisite_id = fp.id
      )), 0) as bytes
      from flag_prerequisites fp where fp.flag_environment_id = measured.id
    ) p
  where fe.id = measured.id and f.id = fe.flag_id
$$;

select measure_flag_environments(array(select id from flag_environments));
