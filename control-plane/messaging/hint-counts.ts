import { createNamedCounts, type NamedCounts } from '../model/named-counts.ts';

/**
 * `received`: from other control planes; `own`: sent back by Redis; `failed`: perhaps not published, which the sweep makes
 * up for.
 */
export type HintCounts = NamedCounts<'sent' | 'failed' | 'received' | 'own' | 'invalid'>;

export const createHintCounts = (): HintCounts =>
  createNamedCounts(['sent', 'failed', 'received', 'own', 'invalid']);
