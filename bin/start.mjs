// What `npm start` runs. Plain JavaScript, so that a Node too old for the rest can still say so.
import { nodeProblem } from './launcher/check-node.mjs';

const problem = nodeProblem(process.versions.node);
if (problem) {
  console.error(problem);
  process.exitCode = 1;
} else {
  import('tsx/esm/api')
    .then((tsx) => {
      tsx.register();
      return import('./start.ts');
    })
    .then((launcher) => launcher.main(process.env))
    .catch((error) => {
      if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
      console.error('The packages this needs are not installed (or not all of them). Run: npm ci');
      process.exitCode = 1;
    });
}
