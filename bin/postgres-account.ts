import { execFileSync } from 'node:child_process';
import { chownSync } from 'node:fs';

/**
 * The account Postgres runs as when we are root: `postgres` where the machine has it, else `nobody`.
 * `undefined` for everybody else: the server then simply runs as the caller.
 */
function serverAccount(): { name: string; uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) =>
        Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
      return { name, uid: id('-u'), gid: id('-g') };
    } catch {
      // not an account of this machine
    }
  }
  throw new Error(
    'Postgres does not run as root, and this machine has neither a "postgres" nor a "nobody" account.',
  );
}

/** Makes files the server's own, where it runs as another account. */
export function giveToServerAccount(...paths: string[]): void {
  const account = serverAccount();
  if (account) for (const path of paths) chownSync(path, account.uid, account.gid);
}

/**
 * The command line that runs a server binary with the right account and a tie to our own life.
 *
 * As root, the account must reach binaries and cluster even below a folder that only root may enter
 * (`/root`, a fresh `mktemp -d`): the one capability `dac_override` is kept for that, and
 * `no_setuid_fixup` keeps access(2) from ignoring it. `--pdeathsig` makes the kernel stop the server
 * when we are killed without a chance to do so.
 */
export function asServerAccount(binary: string, args: readonly string[]): [string, string[]] {
  const account = serverAccount();
  if (process.platform !== 'linux' || !hasSetpriv()) {
    if (account)
      throw new Error('As root, the embedded Postgres needs `setpriv` (Debian package util-linux).');
    return [binary, [...args]];
  }
  const privileges = ['--pdeathsig=SIGINT'];
  if (account) {
    privileges.push('--securebits=+no_setuid_fixup', '--clear-groups');
    privileges.push(`--reuid=${account.uid}`, `--regid=${account.gid}`);
    privileges.push('--inh-caps=+dac_override', '--ambient-caps=+dac_override');
  }
  return [
    'setpriv',
    [...privileges, 'sh', '-c', UNLESS_ORPHANED, 'sh', String(process.pid), binary, ...args],
  ];
}

/** The signal is not sent for a parent that died before it was asked for: then this does not start at all. */
const UNLESS_ORPHANED = 'test "$PPID" = "$1" || exit 1; shift; exec "$@"';

function hasSetpriv(): boolean {
  try {
    execFileSync('setpriv', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
