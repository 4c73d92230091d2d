import { performance } from 'node:perf_hooks';
import { Miniflare } from 'miniflare';

/** A Worker, as Miniflare takes it. */
export interface BenchWorker {
  /** One module. */
  readonly script: string;
  /** By the name of the binding. */
  readonly durableObjects?: Readonly<
    Record<string, { readonly className: string; readonly useSQLite: boolean }>
  >;
  readonly bindings?: Readonly<Record<string, string>>;
}

/** A Worker, and the first request that it answers. */
export interface ColdStart {
  readonly worker: BenchWorker;
  readonly compatibilityDate: string;
  readonly path: string;
  readonly request?: {
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
}

/**
 * Milliseconds from the start of a new `workerd` process by Miniflare, with nothing stored, to the end of the first
 * response.
 *
 * @throws Error if the response is not 200
 */
export async function measureColdStart({
  worker,
  compatibilityDate,
  path,
  request,
}: ColdStart): Promise<number> {
  const startedAt = performance.now();
  const miniflare = new Miniflare({
    modules: true,
    compatibilityDate,
    host: '127.0.0.1',
    cf: false,
    ...worker,
  });
  try {
    const url = new URL(path, await miniflare.ready);
    const response = await fetch(url, request ?? {});
    const body = await response.text();
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${body}`);
    return performance.now() - startedAt;
  } finally {
    await miniflare.dispose();
  }
}
