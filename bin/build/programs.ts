import { join } from 'node:path';
import { type BundleOptions, bundle } from './bundle.ts';

const EDGE = { name: 'edge', entry: 'edge-proxy/node/main.ts' };

/** What `npm run build` bundles. The edge leaves its maps unread: they take 7 MB, and an edge is sized by its memory. */
export const PROGRAMS: readonly Omit<BundleOptions, 'folder'>[] = [
  { name: 'control-plane', entry: 'control-plane/main.ts', mapStackTraces: true },
  { name: 'migrate', entry: 'control-plane/migrate-main.ts', mapStackTraces: true },
  { name: 'purge', entry: 'control-plane/purge-main.ts', mapStackTraces: true },
  { name: 'audit', entry: 'control-plane/audit-main.ts', mapStackTraces: true },
  { name: 'sign-in-link', entry: 'control-plane/sign-in-link-main.ts', mapStackTraces: true },
  { name: 'project', entry: 'bin/project/main.ts', mapStackTraces: true },
  EDGE,
  { name: 'start', entry: 'bin/launcher/main.ts' },
];

/**
 * Bundles the edge alone, as `npm run build` does.
 *
 * @param folder absolute; created if missing
 * @returns the path of the module to run
 */
export async function bundleEdge(folder: string): Promise<string> {
  await bundle({ ...EDGE, folder });
  return join(folder, `${EDGE.name}.mjs`);
}
