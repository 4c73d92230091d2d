import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import {
  BUDGETS,
  budgetMs,
  formatUsage,
  isTotalOver,
  STOPPED_AFTER_BUDGETS,
  tableFaults,
  type Usage,
} from './budget.ts';

/**
 * Runs the commands of `budget.ts` one after the other and prints how much of its budget each has used. It ends at the
 * first command that fails. It fails, too, if all commands together are over their budgets.
 */
async function main(): Promise<void> {
  const { scripts }: Manifest = JSON.parse(readFileSync('package.json', 'utf8'));
  const faults = tableFaults(scripts);
  if (faults.length > 0) throw new Error(faults.join('\n'));

  const reports = mkdtempSync(join(tmpdir(), 'sf-reports-'));
  const usages: Usage[] = [];
  let failure: string | undefined;
  try {
    for (const command of Object.keys(BUDGETS)) {
      say(`npm run ${command}`);
      const { usedMs, problem } = await run(
        command,
        argumentsFor(scripts[command] ?? '', command, reports),
        reports,
      );
      usages.push({ command, usedMs });
      failure = problem;
      if (failure !== undefined) break;
    }
    if (failure === undefined && isTotalOver(usages))
      failure = 'all commands together took longer than their budgets';
    console.log(formatUsage(usages));
    say(failure ?? 'all passed');
    console.log(totals(reports));
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
  process.exitCode = failure === undefined ? 0 : 1;
}

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
}

/** A command that is Vitest itself gets its JSON report told as arguments; others read `TEST_REPORTS`. */
function argumentsFor(script: string, command: string, reports: string): readonly string[] {
  if (!script.startsWith('vitest')) return [];
  const file = join(reports, `${command.replaceAll(':', '-')}.json`);
  return ['--', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
}

/** `problem` says in a few words why the command failed; a command over its budget has not failed. */
async function run(
  command: string,
  args: readonly string[],
  reports: string,
): Promise<{ readonly usedMs: number; readonly problem?: string }> {
  const beganMs = performance.now();
  const limitMs = budgetMs(command) * STOPPED_AFTER_BUDGETS;
  // A process group of its own: everything the command has started can be stopped with it.
  const child = spawn('npm', ['run', '--silent', command, ...args], {
    stdio: 'inherit',
    env: { ...process.env, TEST_REPORTS: reports },
    detached: true,
  });
  let stopped = false;
  const timer = setTimeout(() => {
    stopped = true;
    stop(child);
  }, limitMs);
  const passOn = () => stop(child);
  process.on('SIGINT', passOn).on('SIGTERM', passOn);
  const code = await new Promise<number | null>((ended, failed) =>
    child.once('error', failed).once('exit', ended),
  );
  process.off('SIGINT', passOn).off('SIGTERM', passOn);
  clearTimeout(timer);
  const usedMs = performance.now() - beganMs;
  if (stopped) {
    return {
      usedMs,
      problem: `npm run ${command} was stopped after ${limitMs / 60_000} minutes, ${STOPPED_AFTER_BUDGETS} times its budget`,
    };
  }
  return code === 0 ? { usedMs } : { usedMs, problem: `npm run ${command} failed` };
}

const KILL_AFTER_MS = 30_000;

/** Asks a command's process group to end, and kills it if it does not. */
function stop(child: ChildProcess): void {
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), KILL_AFTER_MS);
  child.once('exit', () => clearTimeout(timer));
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group has ended.
  }
}

/** What Vitest has reported, added up. */
function totals(reports: string): string {
  let [passed, failed] = [0, 0];
  for (const name of readdirSync(reports)) {
    const report: Report = JSON.parse(readFileSync(join(reports, name), 'utf8'));
    passed += report.numPassedTests;
    // A file that cannot be loaded has no failed test, but has failed.
    failed += Math.max(report.numFailedTests, report.success ? 0 : 1);
  }
  return `${passed} passed, ${failed} failed`;
}

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly success: boolean;
}

function say(text: string): void {
  console.log(`${new Date().toISOString().slice(11, 19)}  ${text}`);
}

await main();
