import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = new URL('.', import.meta.url);

interface Manifest {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** Installs the runtimes of this folder's `package.json` if one is missing or has another version. */
export function installRuntimes(): void {
  const { dependencies = {} } = readManifest('package.json');
  const missing = Object.entries(dependencies).filter(([name, version]) => {
    const manifest = `node_modules/${name}/package.json`;
    return !existsSync(new URL(manifest, here)) || readManifest(manifest).version !== version;
  });
  if (missing.length === 0) return;
  console.log(`installing ${missing.map(([name, version]) => `${name} ${version}`).join(', ')} …`);
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: fileURLToPath(here),
    stdio: 'inherit',
  });
  // The install script of Bun's package selects the executable of the platform. npm does not run it with --ignore-scripts.
  execFileSync(process.execPath, ['install.js'], {
    cwd: fileURLToPath(new URL('node_modules/bun/', here)),
    stdio: 'inherit',
  });
}

function readManifest(path: string): Manifest {
  return JSON.parse(readFileSync(new URL(path, here), 'utf8'));
}
