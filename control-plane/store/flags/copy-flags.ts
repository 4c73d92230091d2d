import { jsonText } from '../database/rows.ts';
import type { Transaction } from '../database/transaction.ts';

interface CopyOptions {
  readonly userId: string;
  /** The only rule of a copied boolean flag. It serves the first variation whose value is `servedValue`. */
  readonly fallthrough: {
    readonly priority: number;
    readonly description: string;
    readonly servedValue: boolean;
  };
}

/** The ids of the flags of a project that are not deleted, archived ones included. */
export async function liveFlagIds(tx: Transaction, projectId: string): Promise<readonly string[]> {
  const rows = await tx<{ id: string }[]>`
    select id from flags where project_id = ${projectId} and deleted_at is null order by id`;
  return rows.map(({ id }) => id);
}

/**
 * Copies flags into a new environment: variations and default value, but neither rules nor prerequisites, and the
 * flag is off.
 *
 * The source is the first live environment that has the flag; if there is none, the one deleted last.
 */
export async function copyFlagsToEnvironment(
  tx: Transaction,
  flagIds: readonly string[],
  environment: { readonly id: string; readonly version: number },
  { userId, fallthrough }: CopyOptions,
): Promise<void> {
  await tx`
    with source as (
      select distinct on (f.id) fe.id, f.id as flag_id, f.type, fe.default_value
      from flags f
      join flag_environments fe on fe.flag_id = f.id
      join environments e on e.id = fe.environment_id
      where f.id = any(${[...flagIds]}::uuid[])
      order by f.id, e.deleted_at desc nulls first, e.sort_order, e.created_at, e.id
    ), target as (
      insert into flag_environments (flag_id, environment_id, default_value, version, updated_by)
      select flag_id, ${environment.id}, default_value, ${environment.version}, ${userId} from source
      returning id, flag_id
    ), variation as (
      insert into flag_variations (flag_environment_id, key, value, name, description, sort_order)
      select t.id, v.key, v.value, v.name, v.description, v.sort_order
      from target t
      join source s on s.flag_id = t.flag_id
      join flag_variations v on v.flag_environment_id = s.id
      returning id, flag_environment_id, value, sort_order
    )
    insert into targeting_rules (flag_environment_id, priority, description, variation_id_or_rollout)
    select distinct on (t.id) t.id, ${fallthrough.priority}, ${fallthrough.description},
      jsonb_build_object('variationId', v.id)
    from target t
    join source s on s.flag_id = t.flag_id and s.type = 'boolean'
    join variation v
      on v.flag_environment_id = t.id and v.value = ${jsonText(fallthrough.servedValue)}::text::jsonb
    order by t.id, v.sort_order`;
}
