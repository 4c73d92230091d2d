// `npm run check:openapi`: lints docs/openapi.json with the recommended rules of Spectral, and prints each finding.
import { readFileSync } from 'node:fs';
import spectralCore from '@stoplight/spectral-core';
import spectralRulesets from '@stoplight/spectral-rulesets';

const RULESET = {
  extends: [[spectralRulesets.oas, 'recommended']],
  rules: {
    // OpenAPI 3.1 lets an HTTP scheme name the roles that an operation requires. The rule accepts only scopes of OAuth.
    'oas3-operation-security-defined': 'off',
  },
};

const spectral = new spectralCore.Spectral();
spectral.setRuleset(RULESET);
const findings = await spectral.run(
  JSON.parse(readFileSync(new URL('../docs/openapi.json', import.meta.url), 'utf8')),
);
for (const { code, path, message } of findings) console.log(`${code} at ${path.join('.')}: ${message}`);
if (findings.length > 0) process.exitCode = 1;
