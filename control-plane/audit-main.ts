import { parseArgs } from 'node:util';
import { createJsonLogger } from '../node-process/json-logger.ts';
import { runCommand } from '../node-process/run-command.ts';
import { auditHeadText, parseAuditHead } from './audit-heads.ts';
import { type ControlPlaneConfig, parseControlPlaneConfig } from './config.ts';
import { verifyAuditLog } from './domain/audit/verify-audit-log.ts';
import { maintenanceConnections } from './maintenance-connection.ts';

/** The audit log is not what it was. */
const EXIT_FAULTS = 3;

/**
 * `npm run audit -- verify`: compares the audit log with its chains, prints what does not fit, and the head of each chain.
 * `--head CHAIN:POSITION:HASH` (any number of times) also compares with a head that was recorded earlier. The exit code is 0 if all fits,
 * 3 if something does not, 1 if it could not be found out, 2 if the configuration has faults.
 */
await runCommand({ name: 'audit', configure: () => parseControlPlaneConfig(process.env), run: verify });

async function verify(config: ControlPlaneConfig): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { head: { type: 'string', multiple: true, default: [] } },
  });
  if (positionals.length !== 1 || positionals[0] !== 'verify') {
    throw new Error('expected: audit verify [--head CHAIN:POSITION:HASH]…');
  }
  const recorded = values.head.map(parseAuditHead);
  const logger = createJsonLogger({ service: 'control-plane', level: config.logLevel });
  const onConnection = maintenanceConnections(config, logger);
  const report = await onConnection((sql) => verifyAuditLog(sql, recorded));
  const lines = [
    ...report.faults.map(
      ({ kind, chain, entryId, message }) =>
        `${kind}: ${entryId === undefined ? '' : `entry ${entryId}, `}chain ${chain}: ${message}`,
    ),
    ...report.heads.map((head) => `head: ${auditHeadText(head)}`),
    `${report.entries} entries, ${report.faultsTotal} faults`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  if (report.faultsTotal > 0) process.exitCode = EXIT_FAULTS;
}
