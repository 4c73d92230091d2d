import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What `wrangler deploy` would upload. */
export interface WorkerBundle {
  /** One module, minified. */
  readonly code: string;
  /** Bytes of the code, minified and gzipped. */
  readonly gzippedBytes: number;
  /** Files that the bundle was made of, from the project's folder. */
  readonly files: readonly string[];
  /** Modules that the runtime is to bring along. */
  readonly outside: readonly string[];
}

/** Has wrangler bundle the Worker with the settings of `wrangler.toml`, and uploads nothing. */
export async function bundleWorker(): Promise<WorkerBundle> {
  const folder = await mkdtemp(join(tmpdir(), 'worker-bundle-'));
  try {
    await deployDry(folder);
    const [code, metafile] = await Promise.all([
      readFile(join(folder, 'index.js'), 'utf8'),
      readFile(join(folder, 'bundle-meta.json'), 'utf8'),
    ]);
    const { inputs, outputs }: Metafile = JSON.parse(metafile);
    return {
      code,
      gzippedBytes: gzipSync(code).byteLength,
      files: Object.keys(inputs),
      outside: Object.values(outputs).flatMap(({ imports }) => imports.map(({ path }) => path)),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Of esbuild. */
interface Metafile {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, { readonly imports: readonly { readonly path: string }[] }>>;
}

async function deployDry(folder: string): Promise<void> {
  const manifest = createRequire(import.meta.url).resolve('wrangler/package.json');
  const wrangler = join(dirname(manifest), 'bin', 'wrangler.js');
  const args = ['deploy', '--dry-run', '--config', join(ROOT, 'wrangler.toml'), '--outdir', folder];
  await promisify(execFile)(process.execPath, [wrangler, ...args, '--metafile'], {
    cwd: ROOT,
    timeout: 60_000,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      CI: '1',
      WRANGLER_SEND_METRICS: 'false',
      WRANGLER_HIDE_BANNER: 'true',
      CLOUDFLARE_CF_FETCH_ENABLED: 'false',
      WRANGLER_LOG_PATH: join(folder, 'logs'),
    },
  });
}
