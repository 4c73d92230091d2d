import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cachedFolder } from '../support/cached-folder.ts';

/**
 * Installs a version of Node from the package that the `node` package on npm takes for this platform. The `node`
 * package itself is not used, because it installs that one from a script, which npm may refuse to run.
 *
 * @param version exact, for example `22.23.3`
 * @returns the path of the executable
 */
export async function installNode(version: string): Promise<string> {
  const name = packageName(process.platform, process.arch);
  const folder = await cachedFolder(`node-${version}`, async (empty) => {
    const options = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    await promisify(execFile)('npm', ['install', '--prefix', empty, ...options, `${name}@${version}`]);
  });
  return join(folder, 'node_modules', name, 'bin', 'node');
}

function packageName(platform: NodeJS.Platform, arch: string): string {
  const isAppleSilicon = platform === 'darwin' && arch === 'arm64';
  return `${isAppleSilicon ? 'node-bin' : 'node'}-${platform}-${arch}`;
}
