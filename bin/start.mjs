// What `npm start` runs. Plain JavaScript, so that a Node that is too old for the rest can still report its version.
import { nodeVersionError } from './check-node-version.mjs';

const fault = nodeVersionError(process.versions.node);
if (fault) {
  console.error(fault);
  process.exitCode = 1;
} else {
  import('tsx/esm/api')
    .then((tsx) => {
      tsx.register();
      return import('./launcher/launcher.ts');
    })
    .then((launcher) => launcher.runLauncher(process.env))
    .catch((error) => {
      if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
      console.error('The packages this needs are not installed (or not all of them). Run: npm ci');
      process.exitCode = 1;
    });
}
