import type { AuditHead } from './domain/audit/verify-audit-log.ts';

const HEAD = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):(\d{1,18}):([0-9a-f]{64})$/;

/** A head as text, to be kept outside of the database: `CHAIN:POSITION:HASH`. */
export function auditHeadText({ chain, position, hash }: AuditHead): string {
  return `${chain}:${position}:${hash}`;
}

/** @throws Error if the text is no head */
export function parseAuditHead(text: string): AuditHead {
  const [, chain, position, hash] = HEAD.exec(text) ?? [];
  if (chain === undefined || position === undefined || hash === undefined) {
    throw new Error(`"${text}" is no head: expected CHAIN:POSITION:HASH, as audit verify prints it`);
  }
  return { chain, position: BigInt(position), hash };
}
