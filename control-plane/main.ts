import { runProcess } from '../node-process/run-process.ts';
import { parseControlPlaneConfig } from './config.ts';
import { startControlPlane } from './start-control-plane.ts';

await runProcess({
  name: 'control plane',
  service: 'control-plane',
  configure: () => parseControlPlaneConfig(process.env),
  start: (config, logger) => startControlPlane(config, { logger }),
});
