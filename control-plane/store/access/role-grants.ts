import type { Right, Role, UserKind } from '../../model/role.ts';
import type { Queryable, Transaction } from '../database/transaction.ts';

export interface RoleGrantRow {
  readonly id: string;
  readonly userId: string;
  readonly userName: string;
  readonly userKind: UserKind;
  /** `null`: in the whole project. */
  readonly environmentKey: string | null;
  readonly role: Role;
  readonly rights: readonly Right[];
}

/** What a grant gives. */
export type GrantContent = Pick<RoleGrantRow, 'role' | 'rights'>;

/**
 * The roles of user `u` in a project, as `grants` of a `Caller`: at most one more than the project has environments.
 *
 * @param projectId `null`: none
 */
export const grantsOfUser = (sql: Queryable, projectId: string | null) => sql`(
  select coalesce(json_agg(json_build_object('environmentKey', e.key, 'role', g.role, 'rights', g.rights)), '[]')
  from role_grants g
  left join environments e on e.id = g.environment_id
  where g.user_id = u.id and g.project_id = ${projectId}::uuid
    and (g.environment_id is null or e.deleted_at is null)
)`;

/** The columns of a user `u` as a `Caller` in a project, and whether the user is deleted. */
export const rightsOfUser = (sql: Queryable, projectId: string | null) => sql`
  u.id as "userId", u.kind, u.role, ${projectId}::text as "projectId", ${grantsOfUser(sql, projectId)} as grants,
  null as "onlyProjectId", false as "isReadOnly", '{}'::text[] as "tokenRights", u.deleted_at is not null as "isDeleted"`;

/** What a grant is for: a user in a project, or in one environment of it. */
export interface GrantTarget {
  readonly userId: string;
  readonly projectId: string;
  /** `null`: in the whole project. */
  readonly environmentId: string | null;
}

const isTarget = (sql: Queryable, { userId, projectId, environmentId }: GrantTarget) => sql`
  user_id = ${userId} and project_id = ${projectId} and environment_id is not distinct from ${environmentId}::uuid`;

export async function findRoleGrant(tx: Transaction, target: GrantTarget): Promise<GrantContent | undefined> {
  const [row] = await tx<GrantContent[]>`select role, rights from role_grants where ${isTarget(tx, target)}`;
  return row;
}

/** Grants a role and its rights in place of those before. */
export async function putRoleGrant(
  tx: Transaction,
  target: GrantTarget,
  { role, rights }: GrantContent,
): Promise<void> {
  await tx`
    insert into role_grants (user_id, project_id, environment_id, role, rights)
    values (${target.userId}, ${target.projectId}, ${target.environmentId}, ${role}, ${[...rights]})
    on conflict (user_id, project_id, environment_id) do update set role = excluded.role, rights = excluded.rights`;
}

export async function deleteRoleGrant(tx: Transaction, target: GrantTarget): Promise<void> {
  await tx`delete from role_grants where ${isTarget(tx, target)}`;
}

/** A role that a user had in a project, or in one environment of it. */
export interface DeletedGrant extends GrantContent {
  readonly projectId: string;
  readonly environmentKey: string | undefined;
}

/** Removes the roles of a user in all projects. @returns them */
export async function deleteGrantsOfUser(tx: Transaction, userId: string): Promise<readonly DeletedGrant[]> {
  const rows = await tx<
    (Omit<DeletedGrant, 'environmentKey'> & { readonly environmentKey: string | null })[]
  >`
    with deleted as (
      delete from role_grants where user_id = ${userId} returning id, project_id, environment_id, role, rights
    )
    select d.project_id as "projectId", e.key as "environmentKey", d.role, d.rights
    from deleted d left join environments e on e.id = d.environment_id
    order by d.id`;
  return rows.map(({ environmentKey, ...grant }) => ({
    ...grant,
    environmentKey: environmentKey ?? undefined,
  }));
}

/** The roles of a user in live projects and environments. */
export async function listGrantsOfUser(
  sql: Queryable,
  userId: string,
  limit: number,
): Promise<
  readonly (GrantContent & { readonly projectId: string; readonly environmentKey: string | null })[]
> {
  return sql<(GrantContent & { projectId: string; environmentKey: string | null })[]>`
    select g.project_id as "projectId", e.key as "environmentKey", g.role, g.rights
    from role_grants g
    join projects p on p.id = g.project_id and p.deleted_at is null
    left join environments e on e.id = g.environment_id
    where g.user_id = ${userId} and (g.environment_id is null or e.deleted_at is null)
    order by g.project_id, e.sort_order nulls first, g.id
    limit ${limit}`;
}

export async function countRoleGrants(tx: Transaction, projectId: string): Promise<number> {
  const [row] = await tx<{ count: number }[]>`
    select count(*)::int as count from role_grants where project_id = ${projectId}`;
  return row?.count ?? 0;
}

/** The grants of live users in live environments, by id. @param after the id of the last grant of the previous page */
export async function listRoleGrants(
  sql: Queryable,
  projectId: string,
  limit: number,
  after: string | undefined,
): Promise<readonly RoleGrantRow[]> {
  return sql<RoleGrantRow[]>`
    select g.id, u.id as "userId", u.name as "userName", u.kind as "userKind", e.key as "environmentKey", g.role,
      g.rights
    from role_grants g
    join users u on u.id = g.user_id and u.deleted_at is null
    left join environments e on e.id = g.environment_id
    where g.project_id = ${projectId} and (g.environment_id is null or e.deleted_at is null)
      ${after === undefined ? sql`` : sql`and g.id > ${after}`}
    order by g.id
    limit ${limit}`;
}
