import type { Transaction } from '../database/transaction.ts';

/** Gives every segment of the project a version in a new environment. */
export async function addSegmentsToEnvironment(
  tx: Transaction,
  projectId: string,
  environment: { readonly id: string; readonly version: number },
): Promise<void> {
  await tx`
    insert into segment_environments (segment_id, environment_id, version)
    select id, ${environment.id}, ${environment.version} from segments
    where project_id = ${projectId} and deleted_at is null`;
}
