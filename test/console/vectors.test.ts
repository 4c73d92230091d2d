import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  findFailures,
  type VectorAnswer,
  type VectorFile,
} from '../../shared/evaluation/vectors/run-vectors.ts';
import { launchChromium } from '../support/chromium.ts';

const VECTORS = new URL('../../shared/evaluation/vectors/', import.meta.url);

/** What "Try it" of a flag's page loads, with the runner of the suite. */
const ENTRY = `
  import * as evaluator from './shared/evaluation/index.ts';
  import { answerVectors } from './shared/evaluation/vectors/run-vectors.ts';
  globalThis.answersOf = (files) => answerVectors(files, evaluator);
`;

describe('the evaluator of the console, in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  it('answers every case of the suite as expected', async () => {
    const files = readVectors();
    const page = await browser.newPage();
    await page.evaluate(await bundle());
    // As text: neither side of the connection to the browser may change a number or a string on the way.
    const text = await page.evaluate<string>(
      `JSON.stringify(answersOf(JSON.parse(${JSON.stringify(JSON.stringify(files))})))`,
    );
    const answers: readonly VectorAnswer[] = JSON.parse(text);
    expect(answers.length).toBeGreaterThanOrEqual(500);
    expect(answers.length).toBe(files.flatMap(({ cases }) => cases).length);
    expect(findFailures(files, answers)).toEqual([]);
  });
});

function readVectors(): readonly VectorFile[] {
  return readdirSync(VECTORS)
    .filter((name) => name.endsWith('.json') && name !== 'vectors.schema.json')
    .map((name) => JSON.parse(readFileSync(new URL(name, VECTORS), 'utf8')));
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: ENTRY, resolveDir: fileURLToPath(new URL('../..', import.meta.url)) },
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    logLevel: 'silent',
  });
  return outputFiles.map(({ text }) => text).join('');
}
