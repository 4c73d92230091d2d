import type { PositionReport } from '../../model/position-report.ts';
import type { Database } from '../database/database.ts';
import { jsonText } from '../database/rows.ts';

/** Readers behind edges of a project, about: further ones are not listed. */
const MAX_BEHIND_EDGES = 2_000;

/**
 * Writes what a reader holds to the rows of its streams, whichever control plane has them, and a row for each group of its own
 * readers. Without a stream of the same key and instance nothing is written.
 */
export async function saveReaderReport(sql: Database, keyId: string, report: PositionReport): Promise<void> {
  const { instance, positions, readers } = report;
  const isListed = await sql`
    update stream_readers r
    set reported_position = held.value, reported_at = now()
    from jsonb_each_text(${jsonText(positions)}::text::jsonb) held
    where r.sdk_key_id = ${keyId} and r.instance = ${instance} and r.via is null
      and r.environment_id = held.key::uuid
    returning r.id`;
  if (isListed.length === 0) return;
  await sql`
    with reported as (
      select md5(concat_ws(' ', ${keyId}::text, ${instance}::text, r."environmentId", r.identity, r.features))::uuid as id, r.*
      from jsonb_to_recordset(${jsonText(readers)}::text::jsonb) as r(
        "environmentId" uuid, identity jsonb, features jsonb, streams int)
    ), edges as (
      select distinct on (environment_id) project_id, environment_id, reported_position
      from stream_readers
      where sdk_key_id = ${keyId} and instance = ${instance} and via is null and left_at is null
    ), room as (
      select ${MAX_BEHIND_EDGES} - count(*) as free
      from stream_readers where project_id in (select project_id from edges) and via is not null
    ), saved as (
      insert into stream_readers
        (id, project_id, environment_id, sdk_key_id, name, version, kind, region, instance, features, streams, position, via)
      select distinct on (r.id) r.id, e.project_id, e.environment_id, ${keyId}::uuid,
        identity->>'name', identity->>'version', identity->>'kind', identity->>'region', identity->>'instance',
        array(select jsonb_array_elements_text(r.features)), r.streams, e.reported_position, ${instance}
      from reported r
      join edges e on e.environment_id = r."environmentId"
      where (select free from room) > 0 or exists (select from stream_readers known where known.id = r.id)
      on conflict (id) do update set
        streams = excluded.streams, position = excluded.position, seen_at = now(), left_at = null
      returning id
    )
    update stream_readers set left_at = now()
    where sdk_key_id = ${keyId} and via = ${instance} and left_at is null
      and id not in (select id from reported)`;
}
