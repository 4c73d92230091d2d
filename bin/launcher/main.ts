import { fileURLToPath } from 'node:url';
import { runLauncher } from './launcher.ts';

/** `npm start`: the entry of `dist/start.mjs`. It runs the built services beside it. */
const preload = ['--import', new URL('exit-with-parent.mjs', import.meta.url).href];
const built = (name: string) => ({
  command: [...preload, fileURLToPath(new URL(`${name}.mjs`, import.meta.url))],
});

await runLauncher(process.env, { controlPlane: built('control-plane'), edge: built('edge') });
