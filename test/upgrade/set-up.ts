import { buildDist } from '../../bin/build/build-dist.ts';
import { installBaseRelease } from './base-release.ts';

/** Installs the base release and builds this one before any test file runs. */
export async function setup(): Promise<void> {
  await installBaseRelease();
  await buildDist({ onlyIfStale: true });
}
