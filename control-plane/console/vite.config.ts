import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const CONTROL_PLANE = process.env.CONTROL_PLANE_URL ?? 'http://localhost:8300';
const HERE = fileURLToPath(new URL('.', import.meta.url));

/** Builds the console to static files. In development the control plane at CONTROL_PLANE_URL answers the API. */
export default defineConfig({
  root: HERE,
  build: {
    outDir: fileURLToPath(new URL('../../dist/console/', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    sourcemap: true,
    // Files that are small enough would become data: URLs, which the console's Content-Security-Policy refuses.
    assetsInlineLimit: 0,
    // React, Mantine and the router: `npm run bench:console` reports what the first load takes.
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      onLog(level, log, report) {
        // Packages for React mark files for a server that there is not.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log);
      },
    },
  },
  server: {
    port: 8400,
    strictPort: true,
    // The control plane takes a session's cookie from pages of its own origin only.
    proxy: { '/api': { target: CONTROL_PLANE, changeOrigin: true, headers: { origin: CONTROL_PLANE } } },
  },
});
