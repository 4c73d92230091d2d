import { parseArgs } from 'node:util';
import { buildDist } from './build-dist.ts';

/** `npm run build`: builds `dist/`. With `--if-stale` only if the sources have changed since. */
const { values } = parseArgs({ options: { 'if-stale': { type: 'boolean', default: false } } });

try {
  await buildDist({ onlyIfStale: values['if-stale'] });
} catch (error) {
  console.error(`dist/ could not be built: ${reasonOf(error)}`);
  process.exitCode = 1;
}

function reasonOf(error: unknown): string {
  // esbuild has already printed these.
  if (error instanceof Error && 'errors' in error) return 'see above';
  return error instanceof Error ? error.message : String(error);
}
