import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../project.ts';

/** OFREP providers whose versions docs/ofrep.md names: the text before the version, there and in the file that pins it. */
const PROVIDERS = [
  ['`@openfeature/ofrep-provider` ', 'package.json', '"@openfeature/ofrep-provider": "'],
  ['`@openfeature/ofrep-web-provider` ', 'package.json', '"@openfeature/ofrep-web-provider": "'],
  ['`openfeature-provider-ofrep` ', 'test/clients/python/requirements.txt', 'openfeature-provider-ofrep=='],
  ['providers:ofrep` ', 'test/clients/java/pom.xml', '<artifactId>ofrep</artifactId>\n      <version>'],
  ['`go-sdk-contrib/providers/ofrep` ', 'test/clients/go/go.mod', 'go-sdk-contrib/providers/ofrep v'],
  ['`open-feature-ofrep` ', 'test/clients/rust/Cargo.toml', 'open-feature-ofrep = "='],
] as const;

test.each(PROVIDERS)('docs/ofrep.md names the version of %sthat %s pins', (documented, file, pinned) => {
  const version = versionAfter(pinned, file);
  expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(versionAfter(documented, 'docs/ofrep.md')).toBe(version);
});

/** The version behind the first place of a text in a file. */
function versionAfter(before: string, file: string): string | undefined {
  const [, after] = readFileSync(join(ROOT, file), 'utf8').split(before);
  return after?.match(/^[\d.]+/)?.[0];
}
