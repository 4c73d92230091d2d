import { execFileSync } from 'node:child_process';

/**
 * Makes sure the machine has a command; on Debian as root it is installed where missing.
 *
 * @param harmless An argument with which the command ends well, having done nothing.
 * @throws Error saying in one line what to install
 */
export function requireCommand(command: string, debianPackage: string, harmless = '--version'): void {
  if (isCommandInstalled(command, harmless)) return;
  const advice = `These tests need ${command}: install it (Debian: apt-get install ${debianPackage}).`;
  if (!installDebianPackage(debianPackage)) throw new Error(advice);
}

/** Two test runs may start at once, and apt-get ends at once where another one runs. */
const INSTALL_ATTEMPTS = 20;
const INSTALL_PAUSE_SECONDS = '3';

/** @returns whether it is installed now; false without root or without apt-get */
export function installDebianPackage(debianPackage: string): boolean {
  if (process.getuid?.() !== 0 || !isCommandInstalled('apt-get')) return false;
  for (let attempt = 1; attempt <= INSTALL_ATTEMPTS; attempt += 1) {
    if (hasInstalled(debianPackage)) return true;
    execFileSync('sleep', [INSTALL_PAUSE_SECONDS]);
  }
  return false;
}

function hasInstalled(debianPackage: string): boolean {
  try {
    execFileSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', debianPackage], {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    return true;
  } catch {
    return false;
  }
}

/** @param harmless An argument with which the command ends well, having done nothing. */
export function isCommandInstalled(command: string, harmless = '--version'): boolean {
  try {
    execFileSync(command, [harmless], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
