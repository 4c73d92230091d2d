import { credentialHash } from '../../model/api-credential.ts';
import type { Caller } from '../../model/role.ts';
import { jsonText } from '../database/rows.ts';
import type { Queryable } from '../database/transaction.ts';

/** A token that is used in a project. */
export interface TokenInProject {
  /** SHA-256 of the token. */
  readonly tokenHash: string;
  readonly projectId: string;
}

/**
 * The users of many tokens with one query, as `findCaller` finds one: each with the roles in its project. Tokens that do
 * not work any more are missing.
 */
export async function findCallersOfTokens<Asked extends TokenInProject>(
  sql: Queryable,
  asked: readonly Asked[],
): Promise<ReadonlyMap<Asked, Caller>> {
  const given = asked.map(({ tokenHash, projectId }, place) => ({
    place,
    hash: tokenHash,
    narrowed: credentialHash(tokenHash),
    project: projectId,
  }));
  const rows = await sql<(Caller & { place: number })[]>`
    select asked.place, u.id as "userId", u.kind, u.role, asked.project as "projectId",
      t.only_project_id as "onlyProjectId", t.read_only as "isReadOnly", t.rights as "tokenRights", (
        select coalesce(json_agg(json_build_object('environmentKey', e.key, 'role', g.role, 'rights', g.rights)), '[]')
        from role_grants g
        left join environments e on e.id = g.environment_id
        where g.user_id = u.id and g.project_id = asked.project and (g.environment_id is null or e.deleted_at is null)
      ) as grants
    from json_to_recordset(${jsonText(given)}::text::json) as asked (place int, hash text, narrowed text, project uuid)
    join api_tokens t
      on t.hash in (asked.hash, asked.narrowed)
      and t.hash = case when t.only_project_id is not null or t.read_only then asked.narrowed else asked.hash end
    join users u on u.id = t.user_id and u.deleted_at is null
    where t.revoked_at is null and (t.expires_at is null or t.expires_at > now())`;
  return new Map(
    rows.flatMap(({ place, ...caller }) => {
      const of = asked[place];
      return of === undefined ? [] : [[of, caller] as const];
    }),
  );
}
