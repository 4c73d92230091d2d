import { credentialHash } from '../../model/api-credential.ts';
import type { Caller } from '../../model/role.ts';
import type { RequestCredential } from '../../model/session.ts';
import { jsonText } from '../database/rows.ts';
import type { Queryable } from '../database/transaction.ts';

/** A token or a session, and where it is used. */
export interface UsedCredential {
  readonly credential: RequestCredential;
  /** `null`: in no project. */
  readonly projectId: string | null;
}

/**
 * The users of many tokens and sessions with one query, as `findCaller` and `findSession` find one: each with the roles in
 * its project, if it has one. Those that do not work any more are missing.
 */
export async function findCallersOfCredentials<Asked extends UsedCredential>(
  sql: Queryable,
  asked: readonly Asked[],
): Promise<ReadonlyMap<Asked, Caller>> {
  const given = asked.map(({ credential, projectId }, place) => ({
    place,
    kind: credential.kind,
    hash: credential.hash,
    narrowed: credentialHash(credential.hash),
    project: projectId,
  }));
  const grants = sql`(
    select coalesce(json_agg(json_build_object('environmentKey', e.key, 'role', g.role, 'rights', g.rights)), '[]')
    from role_grants g
    left join environments e on e.id = g.environment_id
    where g.user_id = u.id and g.project_id = asked.project and (g.environment_id is null or e.deleted_at is null)
  ) as grants`;
  const rows = await sql<(Caller & { place: number })[]>`
    with asked as (
      select * from json_to_recordset(${jsonText(given)}::text::json)
        as asked (place int, kind text, hash text, narrowed text, project uuid)
    )
    select asked.place, u.id as "userId", u.kind, u.role, asked.project as "projectId",
      t.only_project_id as "onlyProjectId", t.read_only as "isReadOnly", t.rights as "tokenRights", ${grants}
    from asked
    join api_tokens t
      on t.hash in (asked.hash, asked.narrowed)
      and t.hash = case when t.only_project_id is not null or t.read_only then asked.narrowed else asked.hash end
    join users u on u.id = t.user_id and u.deleted_at is null
    where asked.kind = 'token' and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())
    union all
    select asked.place, u.id, u.kind, u.role, asked.project, null, false, '{}', ${grants}
    from asked
    join sessions s on s.hash = asked.hash
    join users u on u.id = s.user_id and u.deleted_at is null and u.kind = 'person'
    where asked.kind = 'session' and s.expires_at > now()
      and s.last_used_at + make_interval(secs => s.idle_seconds) > now()`;
  return new Map(
    rows.flatMap(({ place, ...caller }) => {
      const of = asked[place];
      return of === undefined ? [] : [[of, caller] as const];
    }),
  );
}
