import { execFileSync } from 'node:child_process';

/**
 * Makes sure the machine has a command; on Debian as root it is installed where missing.
 *
 * @param harmless An argument with which the command ends well, having done nothing.
 * @throws Error saying in one line what to install
 */
export function requireCommand(command: string, debianPackage: string, harmless = '--version'): void {
  if (isThere(command, harmless)) return;
  try {
    if (process.getuid?.() !== 0) throw new Error('only root may install');
    execFileSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', debianPackage], {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  } catch {
    throw new Error(`These tests need ${command}: install it (Debian: apt-get install ${debianPackage}).`);
  }
}

function isThere(command: string, harmless: string): boolean {
  try {
    execFileSync(command, [harmless], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
