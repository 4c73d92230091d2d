import { launchChromium } from '../support/chromium.ts';
import { requireCommand } from '../support/system-command.ts';
import type { Runtime } from './runtime.ts';

/** The Chromium of the system. `CHROMIUM` is the path of another executable. */
export const chromiumRuntime: Runtime = {
  name: 'chromium',
  run: async ({ code }) => {
    if (process.env.CHROMIUM === undefined) requireCommand('chromium', 'chromium');
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      return { version: browser.version(), answers: await page.evaluate<string>(inPage(code)) };
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
