// Runs a program of `dist/`: `node bin/run.mjs start`, `control-plane` or `edge`, with the program's arguments.
// Plain JavaScript that old versions of Node can parse, so that they can report that they are too old.
import { fileURLToPath } from 'node:url';
import { nodeVersionError } from './check-node-version.mjs';

async function run([node, , name, ...args]) {
  const [{ ensureBuilt }, { stopWithShell }] = await Promise.all([
    import('./build/ensure-built.mjs'),
    import('./system/stop-with-shell.mjs'),
  ]);
  if (!ensureBuilt()) {
    process.exitCode = 1;
    return;
  }
  const program = new URL(`../dist/${name}.mjs`, import.meta.url);
  // The program gets the arguments of `node dist/<name>.mjs`.
  process.argv = [node, fileURLToPath(program), ...args];
  stopWithShell();
  await import(program.href);
}

const fault = nodeVersionError(process.versions.node);
if (fault) {
  console.error(fault);
  process.exitCode = 1;
} else {
  run(process.argv);
}
