import { formatFinding } from './finding.ts';
import { checkProject, ROOT } from './project.ts';

const findings = await checkProject(ROOT);
for (const finding of findings) console.error(formatFinding(finding));
if (findings.length > 0) {
  console.error(`${findings.length} violation(s) of the architecture`);
  process.exitCode = 1;
}
