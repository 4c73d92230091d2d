import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync } from 'node:fs';

/**
 * The account that Postgres runs as if this process is root: `postgres` if the machine has it, else `nobody`.
 * `undefined` if this process is not root: the server then runs as the caller.
 */
function serverAccount(): { name: string; uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) =>
        Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
      return { name, uid: id('-u'), gid: id('-g') };
    } catch {
      // This machine has no such account.
    }
  }
  throw new Error(
    'Postgres does not run as root, and this machine has neither a "postgres" nor a "nobody" account.',
  );
}

/** Changes the owner of files to the server's account, if it runs as another account. */
export function giveToServerAccount(...paths: string[]): void {
  const account = serverAccount();
  if (account) for (const path of paths) chownSync(path, account.uid, account.gid);
}

/** Spawns a Postgres program under the server's account, with its standard error piped. */
export function spawnAsServerAccount(binary: string, args: readonly string[]): ChildProcess {
  const [command, commandArgs] = serverCommand(binary, args);
  // A process group of its own: Ctrl-C in the terminal reaches the launcher, which stops the server after its clients.
  return spawn(command, commandArgs, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
    detached: true,
  });
}

/**
 * The command line that runs a Postgres program under the server's account and stops it when this process exits.
 *
 * The server's account must reach programs and cluster even below a folder that only root may enter (`/root`, a new
 * `mktemp -d`). For that it keeps one capability, `dac_override`; `no_setuid_fixup` makes access(2) honour it.
 * `--pdeathsig` makes the kernel stop the server if this process is killed.
 */
function serverCommand(binary: string, args: readonly string[]): [string, string[]] {
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
    [...privileges, 'sh', '-c', EXEC_UNLESS_ORPHANED, 'sh', String(process.pid), binary, ...args],
  ];
}

/**
 * The kernel sends no signal if the parent exited before `--pdeathsig` took effect. In that case the server must not
 * start.
 */
const EXEC_UNLESS_ORPHANED = 'test "$PPID" = "$1" || exit 1; shift; exec "$@"';

function hasSetpriv(): boolean {
  try {
    execFileSync('setpriv', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
