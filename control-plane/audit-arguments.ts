import { parseArgs } from 'node:util';
import { parseAuditHead } from './audit-heads.ts';
import type { AuditHead } from './domain/audit/verify-audit-log.ts';

const USAGE =
  'expected: audit verify [--file FILE] [--head CHAIN:POSITION:HASH]… or audit export [--chain CHAIN [--after CURSOR]]';
const CHAIN = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The place after which an export goes on: a position, or `g` and a sequence. */
const EXPORT_CURSOR = /^g?\d{1,18}$/;

/** What `npm run audit` is to do. */
export type AuditArguments =
  | { readonly command: 'verify'; readonly heads: readonly AuditHead[]; readonly file: string | undefined }
  | { readonly command: 'export'; readonly chain: string | undefined; readonly after: string | undefined };

/** @throws Error that says what is expected */
export function parseAuditArguments(): AuditArguments {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      head: { type: 'string', multiple: true, default: [] },
      file: { type: 'string' },
      chain: { type: 'string' },
      after: { type: 'string' },
    },
  });
  const { head, file, chain, after } = values;
  const [command] = positionals;
  if (positionals.length !== 1) throw new Error(USAGE);
  if (command === 'verify' && chain === undefined && after === undefined) {
    return { command, heads: head.map(parseAuditHead), file };
  }
  const isChain = chain === undefined ? after === undefined : CHAIN.test(chain);
  const isCursor = after === undefined || EXPORT_CURSOR.test(after);
  if (command === 'export' && head.length === 0 && file === undefined && isChain && isCursor) {
    return { command, chain, after };
  }
  throw new Error(USAGE);
}
