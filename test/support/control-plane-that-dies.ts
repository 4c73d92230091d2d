import { parseControlPlaneConfig } from '../../control-plane/config.ts';
import { startControlPlane } from '../../control-plane/start-control-plane.ts';
import { silentLogger } from '../../shared/logging/logger.ts';

/**
 * A real control plane that is killed by its first change: after the commit, before readers are notified. SIGKILL runs
 * no handler and flushes nothing, as when the machine fails.
 */
const parsed = parseControlPlaneConfig(process.env);
if (!parsed.ok) throw new Error(parsed.faults.join('; '));

const die = () => {
  process.kill(process.pid, 'SIGKILL');
};
await startControlPlane(parsed.config, {
  logger: silentLogger,
  wrapNotifier: () => ({ environmentsChanged: die, keysChanged: die }),
});
