import { bundleWorker } from '../../test/support/worker-bundle.ts';

/** Kilobytes (of 1000 bytes) of the Worker's bundle as it is deployed, minified and gzipped. */
export async function workerKilobytes(): Promise<number> {
  const { gzippedBytes } = await bundleWorker();
  return gzippedBytes / 1000;
}
