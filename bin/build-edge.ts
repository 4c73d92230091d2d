import { rm } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleEdge } from './edge-bundle.ts';

/** `npm run build:edge`: makes `dist/edge/edge.mjs`, which needs nothing but Node and takes less memory than `npm run edge`. */
const FOLDER = fileURLToPath(new URL('../dist/edge/', import.meta.url));

await rm(FOLDER, { recursive: true, force: true });
console.log(`node ${relative(process.cwd(), await bundleEdge(FOLDER))}`);
