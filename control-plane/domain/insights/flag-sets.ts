import { toSnapshot } from '../../../shared/sync/replica.ts';
import type { Position, SnapshotData } from '../../../shared/sync/wire.ts';
import { resourceNotFound } from '../../model/request-error.ts';
import { createFlagSetReader } from '../../store/flag-set/flag-set-reader.ts';
import { readHeads } from '../../store/flag-set/heads.ts';
import type { DomainDeps } from '../change/change.ts';
import { requireProject } from '../change/or-not-found.ts';
import { requireEnvironment } from '../environments.ts';

/** What the readers of an environment get. */
export interface FlagSetOfEnvironment {
  readonly position: Position;
  /** `null`: the caller holds it already. */
  readonly snapshot: SnapshotData | null;
}

export function createFlagSets({ sql }: Pick<DomainDeps, 'sql'>) {
  const reader = createFlagSetReader(sql);
  return {
    /**
     * The whole flag set of an environment, as readers get it.
     *
     * @param isHeld whether the caller holds the state at a position
     * @throws RequestError NOT_FOUND
     */
    async get(
      projectId: string,
      environmentKey: string,
      isHeld: (position: Position) => boolean,
    ): Promise<FlagSetOfEnvironment> {
      await requireProject(sql, projectId);
      const { id } = await requireEnvironment(sql, projectId, environmentKey);
      const position = (await readHeads(sql, [id], [])).environments.get(id);
      if (position !== undefined && isHeld(position)) return { position, snapshot: null };
      const { change } = await reader.read(id, null, []);
      if (change.kind !== 'replica')
        throw resourceNotFound(`environment "${environmentKey}" in this project`);
      return { position: change.replica.position, snapshot: toSnapshot(change.replica) };
    },
  };
}
