import { buildDist } from '../../bin/build/build-dist.ts';
import { requireCommand } from '../support/system-command.ts';

/** What these tests need: a browser (installed on Debian as root, else named in one line) and the built console. */
export default async function setUp(): Promise<void> {
  if (process.env.CHROMIUM === undefined) requireCommand('chromium', 'chromium');
  await buildDist({ onlyIfStale: true });
}
