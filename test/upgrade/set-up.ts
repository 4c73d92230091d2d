import { installBaseRelease } from './base-release.ts';

/** Installs the base release before any test file runs. */
export async function setup(): Promise<void> {
  await installBaseRelease();
}
