import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../support/eventually.ts';
import { reservePort } from '../support/ports.ts';

/** An nginx of a test's own in front of something. */
export interface Nginx {
  readonly url: string;
  stop(): Promise<void>;
}

export interface NginxOptions {
  readonly upstreamUrl: string;
  /** Seconds of silence after which nginx gives an upstream up. */
  readonly readTimeout: number;
}

/** Starts the machine's nginx as a reverse proxy: its defaults, buffering among them, beside what is named here. */
export async function startNginx({ upstreamUrl, readTimeout }: NginxOptions): Promise<Nginx> {
  const port = await reservePort();
  const folder = mkdtempSync(join(tmpdir(), 'sf-nginx-'));
  mkdirSync(join(folder, 'temporary'));
  const configuration = join(folder, 'nginx.conf');
  writeFileSync(configuration, configurationOf(port, new URL(upstreamUrl).host, readTimeout));
  const child = spawn('nginx', ['-p', folder, '-c', configuration, '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const words: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => words.push(text));
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    await end(child);
    rmSync(folder, { recursive: true, force: true });
  };
  await eventually('nginx answers', async () => (await fetch(`${url}/nginx`)).status === 204).catch(
    async (error: unknown) => {
      await stop();
      throw new Error(`${String(error)}\n${words.join('')}`);
    },
  );
  return { url, stop };
}

function configurationOf(port: number, upstream: string, readTimeout: number): string {
  // Started as root, its workers would become a user who may not write to the folder.
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `
daemon off; worker_processes 1; pid nginx.pid; ${user}
events { worker_connections 256; }
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path temporary/${name};`).join(' ')}
  gzip on; gzip_proxied any; gzip_min_length 1; gzip_types application/json text/event-stream;
  upstream edge { server ${upstream}; keepalive 16; }
  server {
    listen 127.0.0.1:${port};
    location = /nginx { return 204; }
    location / {
      proxy_pass http://edge;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_read_timeout ${readTimeout}s;
    }
  }
}
`;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((exited) => child.once('exit', exited));
  child.kill('SIGTERM');
  await gone;
}
