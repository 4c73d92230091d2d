import { type ListedReader, listReaders } from '../store/readers/stream-readers.ts';
import type { DomainDeps } from './change/change.ts';
import { requireProject } from './change/or-not-found.ts';
import { type Page, readPage } from './page.ts';

export type { ListedReader } from '../store/readers/stream-readers.ts';

export function createReaders({ sql }: Pick<DomainDeps, 'sql'>) {
  return {
    /** The readers of streams that are connected to any control plane. @throws RequestError NOT_FOUND */
    async list(projectId: string, limit: number, after: string | undefined): Promise<Page<ListedReader>> {
      await requireProject(sql, projectId);
      return readPage(
        limit,
        (count) => listReaders(sql, projectId, count, after),
        (reader) => reader.id,
      );
    },
  };
}
