import { createRequire } from 'node:module';
import { requireCommand } from '../support/system-command.ts';
import type { Runtime } from './runtime.ts';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The part of Playwright that is used. Only the set-up of this test installs it. */
interface Playwright {
  readonly chromium: {
    launch(options: { executablePath: string; args: readonly string[]; timeout: number }): Promise<Browser>;
  };
}

interface Browser {
  version(): string;
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

interface Page {
  evaluate(script: string): Promise<string>;
}

/** The Chromium of the system. `CHROMIUM` is the path of another executable. */
export const chromiumRuntime: Runtime = {
  name: 'chromium',
  run: async ({ code }) => {
    const executable = process.env.CHROMIUM;
    if (executable === undefined) requireCommand('chromium', 'chromium');
    const { chromium }: Playwright = createRequire(import.meta.url)('playwright-core');
    const browser = await chromium.launch({
      executablePath: executable ?? '/usr/bin/chromium',
      args: FLAGS,
      timeout: 60_000,
    });
    try {
      const page = await browser.newPage();
      return { version: browser.version(), answers: await page.evaluate(inPage(code)) };
    } finally {
      await browser.close();
    }
  },
};

/** An expression that imports the module into an empty page, without a server, and calls it. */
function inPage(code: string): string {
  return `import(URL.createObjectURL(new Blob([${JSON.stringify(code)}], { type: 'text/javascript' })))
    .then((suite) => suite.answers())`;
}
