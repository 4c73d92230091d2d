import { fileURLToPath } from 'node:url';
import { runLauncher } from './launcher.ts';

/** `npm run dev`: runs the services from their sources, and restarts each one when a file of it changes. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TSX = fileURLToPath(import.meta.resolve('tsx/cli'));
const preload = ['--import', new URL('../system/exit-with-parent.mjs', import.meta.url).href];

const watched = (entry: string, ...otherFiles: string[]) => [
  ...preload,
  TSX,
  'watch',
  '--clear-screen=false',
  ...otherFiles.map((pattern) => `--include=${ROOT}${pattern}`),
  `${ROOT}${entry}`,
];

await runLauncher(process.env, {
  controlPlane: watched('control-plane/main.ts', 'migrations/*.sql'),
  edge: watched('edge-proxy/node/main.ts'),
});
