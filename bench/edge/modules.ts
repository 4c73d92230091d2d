import { join } from 'node:path';
import { bundle } from '../../bin/build/bundle.ts';
import { bundleEdge } from '../../bin/build/programs.ts';

/** The programs of the benchmark, all bundled in the same way. */
export interface BenchModules {
  /** The edge, as `npm run build` makes it. */
  readonly edge: string;
  readonly switched: string;
  readonly bare: string;
}

export async function bundleModules(folder: string): Promise<BenchModules> {
  const bundleHere = async (name: string) => {
    await bundle({ name, entry: `bench/edge/${name}.ts`, folder });
    return join(folder, `${name}.mjs`);
  };
  const [edge, switched, bare] = await Promise.all([
    bundleEdge(folder),
    bundleHere('switched-edge'),
    bundleHere('bare'),
  ]);
  return { edge, switched, bare };
}
