import { requireCommand } from '../support/system-command.ts';

/** What these tests need of the machine: installed on Debian as root, else named in one line. */
export default function setUp(): void {
  if (process.env.CHROMIUM === undefined) requireCommand('chromium', 'chromium');
  requireCommand('nginx', 'nginx-light', '-v');
  requireCommand('promtool', 'prometheus');
}
