import { build, type Message } from 'esbuild';
import type { Finding } from './finding.ts';

export interface NeutralBundleOptions {
  /** Absolute path of the folder that `entries` are relative to. */
  readonly root: string;
  /** Files that must run anywhere. */
  readonly entries: readonly string[];
}

/**
 * Bundles the files for no platform in particular, with everything they import. This finds what the import rules cannot
 * see: a package that itself needs a builtin of one runtime.
 */
export async function checkNeutralBundle(options: NeutralBundleOptions): Promise<readonly Finding[]> {
  if (options.entries.length === 0) return [];
  const { errors } = await build({
    absWorkingDir: options.root,
    entryPoints: [...options.entries],
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions: ['workerd', 'worker', 'import'],
    outdir: 'neutral-bundle',
    write: false,
    logLevel: 'silent',
  }).catch((failure: { errors?: Message[] }) => {
    if (failure.errors === undefined) throw failure;
    return { errors: failure.errors };
  });
  return errors.map(({ location, text }) => ({
    file: location?.file ?? '(bundle)',
    line: location?.line ?? 0,
    rule: 'bundles-for-any-runtime',
    what: text,
    why: 'shared/ and the edge core must run where there is no Node',
  }));
}
