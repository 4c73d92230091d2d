import { fileURLToPath } from 'node:url';
import { bundleEdge, bundleForNode } from '../../bin/edge-bundle.ts';

/** What the bench runs, bundled alike. */
export interface BenchModules {
  /** The edge, as `npm run build:edge` makes it. */
  readonly edge: string;
  readonly switched: string;
  readonly bare: string;
}

export async function bundleModules(folder: string): Promise<BenchModules> {
  const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const [edge, switched, bare] = await Promise.all([
    bundleEdge(folder),
    bundleForNode(here('switched-edge.ts'), folder, 'switched-edge'),
    bundleForNode(here('bare.ts'), folder, 'bare'),
  ]);
  return { edge, switched, bare };
}
