import { randomBytes, randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { createJsonLogger } from '../node-process/json-logger.ts';
import { runCommand } from '../node-process/run-command.ts';
import { type ControlPlaneConfig, parseControlPlaneConfig } from './config.ts';
import { createSignInLinks } from './domain/sign-in/sign-in-links.ts';
import { maintenanceConnections } from './maintenance-connection.ts';

const USAGE = 'usage: npm run sign-in-link -- EMAIL';

/**
 * `npm run sign-in-link -- EMAIL`: prints a link that signs this person in once, within 10 minutes, at `PUBLIC_URL`. It writes to
 * the database itself, for whoever has no other way in.
 */
await runCommand({
  name: 'sign-in-link',
  configure: () => parseControlPlaneConfig(process.env),
  run: printSignInLink,
});

async function printSignInLink(config: ControlPlaneConfig): Promise<void> {
  const [email, ...others] = parseArgs({ allowPositionals: true }).positionals;
  if (email === undefined || others.length > 0) throw new Error(USAGE);
  const logger = createJsonLogger({ service: 'control-plane', level: config.logLevel });
  const { token } = await maintenanceConnections(
    config,
    logger,
  )((sql) =>
    createSignInLinks({
      sql,
      notifier: { environmentsChanged() {}, keysChanged() {} },
      random: Math.random,
      randomUuid: randomUUID,
      randomBytes,
      now: Date.now,
    }).createByEmail(email),
  );
  const origin = config.publicUrl ?? `http://localhost:${config.port}`;
  process.stdout.write(`${origin}/sign-in#link=${token.reveal()}\n`);
}
