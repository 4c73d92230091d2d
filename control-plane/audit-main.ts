import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { createJsonLogger } from '../node-process/json-logger.ts';
import { runCommand } from '../node-process/run-command.ts';
import { type AuditArguments, parseAuditArguments } from './audit-arguments.ts';
import { auditHeadText } from './audit-heads.ts';
import { type ControlPlaneConfig, parseControlPlaneConfig } from './config.ts';
import { exportAllLines, exportLines, projectOfChain } from './domain/audit/audit-export.ts';
import { verifyAuditExport } from './domain/audit/verify-audit-export.ts';
import { type AuditReport, verifyAuditLog } from './domain/audit/verify-audit-log.ts';
import { maintenanceConnections, type OnMaintenanceConnection } from './maintenance-connection.ts';

/** The audit log is not what it was. */
const EXIT_FAULTS = 3;

/**
 * `npm run audit -- verify`: compares the audit log with its chains, prints what does not fit, and the head of each chain.
 * `--head CHAIN:POSITION:HASH` (any number of times) also compares with a head that was recorded earlier; `--file` verifies
 * an export in place of the database. `npm run audit -- export` prints the entries as lines of JSON, of all chains or of
 * one. The exit code is 0 if all fits, 3 if something does not, 1 if it could not be found out, 2 if the configuration has
 * faults.
 */
await runCommand<ControlPlaneConfig | undefined>({
  name: 'audit',
  // A file is verified without a database.
  configure: () =>
    process.argv.includes('--file') ? { ok: true, config: undefined } : parseControlPlaneConfig(process.env),
  run,
});

async function run(config: ControlPlaneConfig | undefined): Promise<void> {
  const parsed = parseAuditArguments();
  if (parsed.command === 'verify' && parsed.file !== undefined) {
    const lines = createInterface({
      input: createReadStream(parsed.file),
      crlfDelay: Number.POSITIVE_INFINITY,
    });
    print(await verifyAuditExport(lines, parsed.heads));
    return;
  }
  if (config === undefined) throw new Error('--file is for audit verify');
  const logger = createJsonLogger({ service: 'control-plane', level: config.logLevel });
  const onConnection = maintenanceConnections(config, logger);
  if (parsed.command === 'export') await writeExport(onConnection, parsed);
  else print(await onConnection((sql) => verifyAuditLog(sql, parsed.heads)));
}

async function writeExport(
  onConnection: OnMaintenanceConnection,
  { chain, after }: Extract<AuditArguments, { command: 'export' }>,
): Promise<void> {
  await onConnection((sql) => {
    const lines = chain === undefined ? exportAllLines(sql) : exportLines(sql, projectOfChain(chain), after);
    return pipeline(lines, process.stdout, { end: false });
  });
}

function print(report: AuditReport): void {
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
