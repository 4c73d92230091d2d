import { RequestError } from '../../model/request-error.ts';
import { can } from '../../model/rights.ts';
import type { RequestCredential } from '../../model/session.ts';
import { findCallersOfCredentials } from '../../store/access/credential-callers.ts';
import { listExportedChains, readAuditExport } from '../../store/audit/audit-export.ts';
import type { Database } from '../../store/database/database.ts';
import { requireProject } from '../change/or-not-found.ts';
import { createExportStream } from './export-stream.ts';

export { projectOfChain } from '../../store/audit/audit-export.ts';

/** Exports that run at the same time in a process. */
const MAX_EXPORTS = 2;
/** A reader that takes nothing for so long ends its export. */
const IDLE_MS = 60_000;
/** A reader whose access has ended gets nothing more after this time, and that of one query. */
const ACCESS_MS = 1_000;

/** Who reads an export, of what. */
export interface ExportReader {
  /** `null`: the entries of no project. */
  readonly projectId: string | null;
  readonly credential: RequestCredential;
}

/** Exports of the audit log, as lines of JSON. @param idleMs how long a reader may take nothing, in milliseconds */
export function createAuditExports({ sql }: { readonly sql: Database }, idleMs: number = IDLE_MS) {
  let running = 0;
  return {
    /**
     * The entries of a project, or those of no project, oldest first, from the first one or after a cursor. Reads from
     * Postgres only as fast as the stream is read. The stream fails when its reader has lost access.
     *
     * @throws RequestError NOT_FOUND; TOO_MANY_REQUESTS while too many exports run
     */
    open: async (reader: ExportReader, after: string | undefined): Promise<ReadableStream<Uint8Array>> => {
      const { projectId } = reader;
      if (projectId !== null) await requireProject(sql, projectId);
      if (running >= MAX_EXPORTS) {
        const message = `${MAX_EXPORTS} exports run already. Try again when one has ended.`;
        throw new RequestError('TOO_MANY_REQUESTS', message, { retryAfterSeconds: 10 });
      }
      running += 1;
      return createExportStream(exportLines(sql, projectId, after), {
        idleMs,
        accessMs: ACCESS_MS,
        hasAccess: () => hasAccess(sql, reader),
        ended: () => {
          running -= 1;
        },
      });
    },
  };
}

/** As the routes demand it: viewers of the project, admins of the installation. */
async function hasAccess(sql: Database, reader: ExportReader): Promise<boolean> {
  const caller = (await findCallersOfCredentials(sql, [reader])).get(reader);
  if (caller === undefined) return false;
  const { projectId } = reader;
  return projectId === null
    ? can(caller, { kind: 'installation' }, 'admin')
    : can(caller, { kind: 'project', projectId }, 'viewer');
}

/** Lines of one chain, some at a time, each with its end. @param chain `null`: entries of no project */
export async function* exportLines(
  sql: Database,
  chain: string | null,
  after?: string,
): AsyncGenerator<string> {
  let cursor = after;
  for (;;) {
    const entries = await readAuditExport(sql, chain, cursor);
    const last = entries.at(-1);
    if (last === undefined) return;
    yield entries.map(({ line }) => `${line}\n`).join('');
    cursor = last.cursor;
  }
}

/** Lines of every chain, one chain after the other. */
export async function* exportAllLines(sql: Database): AsyncGenerator<string> {
  for (const chain of await listExportedChains(sql)) yield* exportLines(sql, chain);
}
