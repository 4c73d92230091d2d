import { RequestError } from '../../model/request-error.ts';
import { listExportedChains, readAuditExport } from '../../store/audit/audit-export.ts';
import type { Database } from '../../store/database/database.ts';
import { requireProject } from '../change/or-not-found.ts';

export { projectOfChain } from '../../store/audit/audit-export.ts';

/** Exports that run at the same time in a process. */
const MAX_EXPORTS = 2;
/** A reader that takes nothing for so long ends its export. */
const IDLE_MS = 60_000;

/** Exports of the audit log, as lines of JSON. @param idleMs how long a reader may take nothing, in milliseconds */
export function createAuditExports({ sql }: { readonly sql: Database }, idleMs: number = IDLE_MS) {
  let running = 0;
  return {
    /**
     * The entries of a project, or those of no project, oldest first, from the first one or after a cursor. Reads from
     * Postgres only as fast as the stream is read.
     *
     * @throws RequestError NOT_FOUND; TOO_MANY_REQUESTS while too many exports run
     */
    open: async (
      projectId: string | null,
      after: string | undefined,
    ): Promise<ReadableStream<Uint8Array>> => {
      if (projectId !== null) await requireProject(sql, projectId);
      if (running >= MAX_EXPORTS) {
        const message = `${MAX_EXPORTS} exports run already. Try again when one has ended.`;
        throw new RequestError('TOO_MANY_REQUESTS', message, { retryAfterSeconds: 10 });
      }
      running += 1;
      return streamOf(exportLines(sql, projectId, after), idleMs, () => {
        running -= 1;
      });
    },
  };
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

/** @param ended called once: at the end, at an error, when the reader goes away or takes nothing for too long */
function streamOf(
  lines: AsyncGenerator<string>,
  idleMs: number,
  ended: () => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let idle: NodeJS.Timeout | undefined;
  let isOpen = true;
  const end = () => {
    clearTimeout(idle);
    if (isOpen) ended();
    isOpen = false;
  };
  const endWhenIdle = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    clearTimeout(idle);
    idle = setTimeout(() => {
      end();
      controller.error(new Error('the reader of an audit export takes nothing'));
    }, idleMs);
    idle.unref();
  };
  return new ReadableStream<Uint8Array>(
    {
      start: endWhenIdle,
      async pull(controller) {
        clearTimeout(idle);
        try {
          const { done, value } = await lines.next();
          if (!isOpen) return;
          if (done === true) {
            end();
            controller.close();
          } else {
            controller.enqueue(encoder.encode(value));
            endWhenIdle(controller);
          }
        } catch (error) {
          end();
          controller.error(error);
        }
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
}
