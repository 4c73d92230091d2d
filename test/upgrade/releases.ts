import { ROOT } from '../support/processes.ts';
import { baseReleaseFolder } from './base-release.ts';

/** A release, and how its parts are started: each goes into the options of the functions of `test/support/system.ts`. */
export interface Release {
  readonly name: 'base' | 'new';
  readonly controlPlane: Program;
  readonly edge: Program;
  readonly worker: Pick<Program, 'root'>;
}

interface Program {
  /** Folder of the release. */
  readonly root: string;
  readonly module: string;
}

/** From its sources, as the README of the base release says. */
const BASE: Release = {
  name: 'base',
  controlPlane: { root: baseReleaseFolder(), module: 'control-plane/main.ts' },
  edge: { root: baseReleaseFolder(), module: 'edge-proxy/node/main.ts' },
  worker: { root: baseReleaseFolder() },
};

/** From `dist/`, as `npm run control-plane` and `npm run edge` do. */
const NEW: Release = {
  name: 'new',
  controlPlane: { root: ROOT, module: 'dist/control-plane.mjs' },
  edge: { root: ROOT, module: 'dist/edge.mjs' },
  worker: { root: ROOT },
};

/** One release has written data, and another one reads it. Each kind of data has a test file with both directions. */
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
