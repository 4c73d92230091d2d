import type { ReaderIdentity } from '../../../shared/sync/reader-identity.ts';
import type { Database } from '../database/database.ts';
import { jsonText } from '../database/rows.ts';
import { RECENT_SECONDS } from './unsupporting-readers.ts';

/** Readers that say the same about themselves, with the same key, of the same stream of one control plane. */
export interface ReaderRow {
  /** UUID. */
  readonly id: string;
  readonly projectId: string;
  /** `null`: the stream of keys. */
  readonly environmentId: string | null;
  readonly keyId: string;
  readonly identity: ReaderIdentity;
  readonly features: readonly string[];
  /** The number of their open streams. */
  readonly streams: number;
  /** What the control plane sends to them; `null`: unknown, or the stream of keys. */
  readonly position: string | null;
}

export interface ListedReader extends Omit<ReaderRow, 'projectId' | 'environmentId'> {
  readonly environmentKey: string | null;
  readonly connectedAt: Date;
  readonly seenAt: Date;
  /** The version of the environment now. */
  readonly currentVersion: number | null;
  /** What the reader itself has said that it holds, and when; `null`: nothing. */
  readonly reportedPosition: string | null;
  readonly reportedAt: Date | null;
  /** The instance of the edge that it reads from; `null`: it reads from a control plane. */
  readonly via: string | null;
}

/** Readers that were not written again for this long have left, or their control plane has ended. */
const LISTED_SECONDS = 60;
const KEPT_SECONDS = 600;
/** Readers of a project that have left and are kept, the latest. */
const MAX_LEFT_PER_PROJECT = 1_000;

/** Writes that these readers are connected now, and deletes those that have expired. */
export async function saveReaders(sql: Database, readers: readonly ReaderRow[]): Promise<void> {
  if (readers.length > 0) {
    await sql`
      insert into stream_readers
        (id, project_id, environment_id, sdk_key_id, name, version, kind, region, instance, features, streams, position)
      select id, "projectId", "environmentId", "keyId",
        identity->>'name', identity->>'version', identity->>'kind', identity->>'region', identity->>'instance',
        array(select jsonb_array_elements_text(features)), streams, position
      from jsonb_to_recordset(${jsonText(readers)}::text::jsonb) as r(
        id uuid, "projectId" uuid, "environmentId" uuid, "keyId" uuid, identity jsonb, features jsonb,
        streams int, position text)
      on conflict (id) do update set
        streams = excluded.streams, position = excluded.position, seen_at = now()`;
  }
  await sql`
    delete from stream_readers
    where seen_at < now() - make_interval(secs => ${KEPT_SECONDS})
      or left_at < now() - make_interval(secs => ${RECENT_SECONDS})`;
}

/** Writes that readers have left. They are not listed, and are deleted by a later write. */
export async function markReadersLeft(sql: Database, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`update stream_readers set left_at = now() where id = any(${sql.array([...ids])}::uuid[])`;
  await sql`
    delete from stream_readers where id in (
      select id from (
        select id, row_number() over (partition by project_id order by left_at desc) as place
        from stream_readers where left_at is not null
      ) l where place > ${MAX_LEFT_PER_PROJECT}
    )`;
}

/** A page of the readers of a project that are connected or were a moment ago, by id. */
export async function listReaders(
  sql: Database,
  projectId: string,
  limit: number,
  after: string | undefined,
): Promise<readonly ListedReader[]> {
  return sql<ListedReader[]>`
    select
      r.id,
      e.key as "environmentKey",
      r.sdk_key_id as "keyId",
      jsonb_strip_nulls(jsonb_build_object('name', r.name, 'version', r.version, 'kind', r.kind,
        'region', r.region, 'instance', r.instance)) as identity,
      r.features,
      r.streams,
      r.position,
      r.connected_at as "connectedAt",
      r.seen_at as "seenAt",
      e.version as "currentVersion",
      r.reported_position as "reportedPosition",
      r.reported_at as "reportedAt",
      r.via
    from stream_readers r
    left join environments e on e.id = r.environment_id
    where r.project_id = ${projectId}
      and r.seen_at > now() - make_interval(secs => ${LISTED_SECONDS}) and r.left_at is null
      and (${after ?? null}::uuid is null or r.id > ${after ?? null}::uuid)
    order by r.id
    limit ${limit}`;
}
