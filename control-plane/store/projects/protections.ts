import type { Protection } from '../../model/protection.ts';
import { singleRow } from '../database/rows.ts';
import type { Queryable, Transaction } from '../database/transaction.ts';

const columns = (sql: Queryable) => sql`
  approvals, approver_role as "approverRole", approver_ids as "approverIds", may_switch_off as "maySwitchOff"`;

export async function findProtection(sql: Queryable, environmentId: string): Promise<Protection | undefined> {
  const [row] = await sql<Protection[]>`
    select ${columns(sql)} from environment_protections where environment_id = ${environmentId}`;
  return row;
}

/** @returns the protection as it is stored */
export async function saveProtection(
  tx: Transaction,
  environmentId: string,
  { approvals, approverRole, approverIds, maySwitchOff }: Protection,
): Promise<Protection> {
  const rows = await tx<Protection[]>`
    insert into environment_protections (environment_id, approvals, approver_role, approver_ids, may_switch_off)
    values (${environmentId}, ${approvals}, ${approverRole}, ${[...approverIds]}::uuid[], ${maySwitchOff})
    on conflict (environment_id) do update set approvals = excluded.approvals,
      approver_role = excluded.approver_role, approver_ids = excluded.approver_ids,
      may_switch_off = excluded.may_switch_off
    returning ${columns(tx)}`;
  return singleRow(rows);
}

export async function deleteProtection(tx: Transaction, environmentId: string): Promise<void> {
  await tx`delete from environment_protections where environment_id = ${environmentId}`;
}
