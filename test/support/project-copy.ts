import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './processes.ts';

/** All that a start from a checkout needs. */
const CONTENT = [
  'bin',
  'control-plane',
  'edge-proxy',
  'node-process',
  'shared',
  'migrations',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'LICENSE',
];

/** A copy of this project without `dist/`, in which a test may change sources. */
export interface ProjectCopy {
  readonly root: string;
  remove(): void;
}

/** Copies the project to a temporary folder. The copy uses the installed packages of this project. */
export function copyProject(): ProjectCopy {
  const root = mkdtempSync(join(tmpdir(), 'sf-project-'));
  for (const name of CONTENT) cpSync(join(ROOT, name), join(root, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'), 'dir');
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}
