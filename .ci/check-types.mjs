// `npm run check:types`: checks the types of every TypeScript project of the repository, one after the other, and prints
// what is wrong in all of them.
//
// The compiler is TypeScript 7, which is native: it takes a third of the processor time of TypeScript 6. Version 6 is
// installed too, because the architecture rules and openapi-typescript use its API, which version 7 does not have. Both
// packages have a program `tsc`, so this one is named by its path.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROJECTS = [
  'tsconfig.json',
  // Code of every runtime, without the types of Node.
  'tsconfig.neutral.json',
  'control-plane/console/tsconfig.json',
  'edge-proxy/worker/tsconfig.json',
  'edge-proxy/worker/tsconfig.test.json',
];

const compiler = fileURLToPath(new URL('../node_modules/@typescript/native/bin/tsc', import.meta.url));
for (const project of PROJECTS) {
  // With more threads it takes a third more processor time, and `npm run check` uses the other core itself.
  const args = [compiler, '-p', project, '--singleThreaded'];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
