import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { STANDARD_LICENCES } from './standard-licences.ts';

/** A package of which bundles contain code. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression. */
  readonly licence: string;
  /** Texts of its licence and notices. */
  readonly text: string;
}

/** The folders of the packages of which the bundles contain code, relative to the root of the project, sorted. */
export function bundledPackageFolders(metafiles: readonly Metafile[]): readonly string[] {
  const folders = new Set<string>();
  for (const { outputs } of metafiles) {
    for (const { inputs } of Object.values(outputs)) {
      for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
        const folder = packageFolderOf(path);
        if (bytesInOutput > 0 && folder !== undefined) folders.add(folder);
      }
    }
  }
  return [...folders].sort();
}

/** `node_modules/a/node_modules/@b/c` of `node_modules/a/node_modules/@b/c/lib/d.js`; undefined for our own modules. */
function packageFolderOf(path: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0];
}

/**
 * Reads the licence of a package from its folder.
 *
 * @throws Error if the package neither contains its licence nor names a standard one
 */
export function readPackage(folder: string): BundledPackage {
  const manifest: { name: string; version: string; license?: string; author?: string | { name: string } } =
    JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const { name, version, license = 'unknown' } = manifest;
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  const author = typeof manifest.author === 'object' ? manifest.author.name : manifest.author;
  const text =
    texts.length > 0 ? texts.join('\n\n') : standardText(license, author ?? `the authors of ${name}`);
  if (text === undefined) {
    throw new Error(
      `${name} ${version} does not contain its licence (${license}). Add the text to bin/build/standard-licences.ts`,
    );
  }
  return { name, version, licence: license, text };
}

function standardText(licence: string, author: string): string | undefined {
  const text = STANDARD_LICENCES[licence];
  return text === undefined ? undefined : `Copyright (c) ${author}\n\n${text}`;
}

/**
 * The text of the file that goes with the bundles: a list of the packages, then each licence text once.
 *
 * @param notices legal comments of the bundled modules
 */
export function formatLicences(packages: readonly BundledPackage[], notices: readonly string[]): string {
  const titles = new Map<string, string[]>();
  for (const entry of packages) titles.set(entry.text, [...(titles.get(entry.text) ?? []), titleOf(entry)]);
  const heading = 'The programs in this folder contain code of these packages:';
  return `${[
    `${heading}\n\n${packages.map((entry) => `  ${titleOf(entry)}`).join('\n')}`,
    ...[...titles].map(([text, names]) => section(names.join('\n'), text)),
    ...[...new Set(notices)].map((text) => section('Comments in bundled modules', text.trim())),
  ].join('\n\n')}\n`;
}

function titleOf({ name, version, licence }: BundledPackage): string {
  return `${name} ${version} (${licence})`;
}

function section(title: string, text: string): string {
  const line = '-'.repeat(80);
  return `${line}\n${title}\n${line}\n\n${text}`;
}
