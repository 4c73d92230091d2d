import { ROOT } from '../support/processes.ts';
import { baseReleaseFolder } from './base-release.ts';

/** A release whose parts a test starts: `root` goes to the functions of `test/support/system.ts`. */
export interface Release {
  readonly name: 'base' | 'new';
  readonly root: string;
}

const BASE: Release = { name: 'base', root: baseReleaseFolder() };
const NEW: Release = { name: 'new', root: ROOT };

/** What one release has written and another one takes up. Each kind of data has a test file that goes through these. */
export const DIRECTIONS: readonly { readonly name: string; readonly from: Release; readonly to: Release }[] =
  [
    { name: 'upgrade', from: BASE, to: NEW },
    { name: 'downgrade', from: NEW, to: BASE },
  ];

/** Parts of two releases that run beside each other. */
export const NEIGHBOURS: readonly { readonly edge: Release; readonly controlPlane: Release }[] = [
  { edge: BASE, controlPlane: NEW },
  { edge: NEW, controlPlane: BASE },
];
