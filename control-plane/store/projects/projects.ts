import { singleRow } from '../database/rows.ts';
import type { Queryable, Transaction } from '../database/transaction.ts';

export interface ProjectRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export type ProjectFields = Pick<ProjectRow, 'name' | 'description'>;

const columns = (sql: Queryable) =>
  sql`id, name, description, created_at as "createdAt", updated_at as "updatedAt"`;

export async function insertProject(tx: Transaction, project: ProjectFields): Promise<ProjectRow> {
  const rows = await tx<ProjectRow[]>`
    insert into projects (name, description) values (${project.name}, ${project.description})
    returning ${columns(tx)}`;
  return singleRow(rows);
}

export async function updateProject(
  tx: Transaction,
  id: string,
  project: ProjectFields,
): Promise<ProjectRow> {
  const rows = await tx<ProjectRow[]>`
    update projects set name = ${project.name}, description = ${project.description}, updated_at = now()
    where id = ${id}
    returning ${columns(tx)}`;
  return singleRow(rows);
}

/** Marks the project and its environments as deleted. The rows remain as tombstones. */
export async function deleteProject(tx: Transaction, id: string): Promise<void> {
  await tx`update environments set deleted_at = now() where project_id = ${id} and deleted_at is null`;
  await tx`update projects set deleted_at = now(), updated_at = now() where id = ${id}`;
}

export async function findProject(sql: Queryable, id: string): Promise<ProjectRow | undefined> {
  const [row] = await sql<ProjectRow[]>`
    select ${columns(sql)} from projects where id = ${id} and deleted_at is null`;
  return row;
}

/** Who reads the list of projects. */
interface ProjectReader {
  readonly userId: string;
  /** The role in the installation, which counts in every project. */
  readonly role: string | null;
  readonly onlyProjectId: string | null;
}

const hasRoleIn = (sql: Queryable, userId: string) => sql`
  exists (
    select from role_grants g
    left join environments e on e.id = g.environment_id
    where g.user_id = ${userId} and g.project_id = projects.id
      and (g.environment_id is null or e.deleted_at is null)
  )`;

/** Live projects that the reader has a role in, oldest first. @param after the id of the last project of the previous page */
export async function listProjects(
  sql: Queryable,
  reader: ProjectReader,
  limit: number,
  after: string | undefined,
): Promise<readonly ProjectRow[]> {
  return sql<ProjectRow[]>`
    select ${columns(sql)} from projects
    where deleted_at is null
      ${reader.role === null ? sql`and ${hasRoleIn(sql, reader.userId)}` : sql``}
      ${reader.onlyProjectId === null ? sql`` : sql`and id = ${reader.onlyProjectId}`}
      ${after === undefined ? sql`` : sql`and (created_at, id) > (select created_at, id from projects where id = ${after})`}
    order by created_at, id
    limit ${limit}`;
}
