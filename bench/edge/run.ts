import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { compare, type Effort, measureRounds, type Round, type Side } from './compare.ts';
import { contextOf, hundredFlags, manyFlags, singleFlag } from './flag-sets.ts';
import { memoryAfterLoad } from './memory.ts';
import { bundleModules } from './modules.ts';
import { measureStateFileCost } from './persistence.ts';
import { describeRow, HEADING, type Target } from './report.ts';
import { entityTagsOf, type Requests, recordAnswer, toBytes } from './requests.ts';
import { BULK_PATH, NOT_SLOWER, ROWS, type Row, SWITCHES, USERS } from './rows.ts';
import { type BenchServer, pinGenerator, startServer } from './server.ts';
import { RELAY_KEY, startUpstream } from './upstream.ts';

/**
 * `npm run bench:edge`: the edge beside a bare `node:http` server. They alternate on one core; the load comes from another one.
 * `--quick` measures for a third of the time. Other arguments select the rows whose names contain one of them.
 * `--against=FILE` replaces the bare server by another build of the edge, for example that of an earlier commit, and
 * measures only the rows that both builds can answer. FILE is its entry point (`edge.mjs`).
 */
const selection = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const otherBuild = process.argv.find((word) => word.startsWith('--against='))?.slice('--against='.length);
// With a warm-up of one second, builds differ by 5 % whose optimised code is equally fast: one is optimised later.
const isQuick = process.argv.includes('--quick');
const effort: Effort = isQuick
  ? { starts: 2, rounds: 2, milliseconds: 600, warmUpMilliseconds: 1000 }
  : { starts: 5, rounds: 4, milliseconds: 800, warmUpMilliseconds: 4000 };

const MANY_FLAGS = 5_000;
const MAX_MB = 120;
const MAX_STALL_MS = 10;
const READY = { path: '/health/ready', status: 200 };
const servers: BenchServer[] = [];
let areTargetsMet = true;
let generatorBusy = 0;

const folder = mkdtempSync(join(tmpdir(), 'bench-edge-'));
const modules = await bundleModules(folder);
const cores = availableParallelism();
const pinned = pinGenerator();
const upstream = await startUpstream([
  { name: 'single', flags: singleFlag() },
  { name: 'hundred', flags: hundredFlags() },
]);
const edgeEnvironment = { UPSTREAM_URL: upstream.url, RELAY_KEY, LOG_LEVEL: 'warn', METRICS_PORT: '0' };

try {
  console.log(
    `Node ${process.versions.node}, ${cores} cores; 64 connections, ${effort.starts} starts, ${effort.rounds} rounds of ${effort.milliseconds} ms each, medians.`,
  );
  console.log(
    pinned
      ? 'Servers on core 0, load from core 1.'
      : 'taskset is not available: servers and load share the cores.',
  );
  console.log(`\n${HEADING}`);
  await measureRows();
  if (otherBuild === undefined) await measureSwitches();
  console.log(`\nThe load generator used at most ${Math.round(100 * generatorBusy)} % of its core.`);
  if (otherBuild === undefined) {
    if (isSelected('memory')) await measureMemory();
    if (isSelected('state files')) await measureStateFiles();
  }
} finally {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  await upstream.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = areTargetsMet ? 0 : 1;

function isSelected(name: string): boolean {
  return selection.length === 0 || selection.some((word) => name.toLowerCase().includes(word.toLowerCase()));
}

async function start(
  module: string,
  env: Readonly<Record<string, string>>,
  ready = READY,
): Promise<BenchServer> {
  const server = await startServer(module, env, { ready, pinned });
  servers.push(server);
  return server;
}

async function stop(server: BenchServer): Promise<void> {
  servers.splice(servers.indexOf(server), 1);
  await server.stop();
}

async function measureRows(): Promise<void> {
  const rows = ROWS.filter(({ name }) => isSelected(name)).map((row) => ({ row, rounds: [] as Round[] }));
  if (rows.length === 0) return;
  for (let count = 0; count < effort.starts; count += 1) {
    const edge = await start(modules.edge, edgeEnvironment);
    // Both builds answer all rows, so that both have optimised the same code when a row is measured.
    const other = otherBuild === undefined ? undefined : await start(resolve(otherBuild), edgeEnvironment);
    for (const { row, rounds } of rows) rounds.push(...(await measureRow(row, edge, other)));
    if (other !== undefined) await stop(other);
    await stop(edge);
  }
  for (const { row, rounds } of rows) {
    report(row.name, rounds, otherBuild === undefined ? row.target : NOT_SLOWER);
  }
}

async function measureRow(
  row: Row,
  edge: BenchServer,
  other: BenchServer | undefined,
): Promise<readonly Round[]> {
  const requests = await requestsOf(row, edge);
  // Another build may answer with other bytes, and therefore with entity tags of its own.
  const baselineRequests = other === undefined ? requests : await requestsOf(row, other);
  const baseline = other ?? (await startBareServer(edge, requests));
  const status = row.unchangedFor === undefined ? 200 : 304;
  const rounds = await measureRounds(
    side(baseline, { requests: toBytes(baselineRequests), status }),
    side(edge, { requests: toBytes(requests), status }),
    effort,
  );
  if (other === undefined) await stop(baseline);
  return rounds;
}

/** A bare server that sends the edge's response to the first request. */
async function startBareServer(edge: BenchServer, requests: Requests): Promise<BenchServer> {
  const answers = { BENCH_ANSWERS: JSON.stringify([await recordAnswer(edge.port, requests)]) };
  return start(modules.bare, answers, { path: '/', status: 404 });
}

async function requestsOf(row: Row, edge: BenchServer): Promise<Requests> {
  const { path, environment, body, unchangedFor } = row;
  const bodies = Array.from({ length: unchangedFor ?? USERS }, (_, user) => JSON.stringify(body(user)));
  const requests = { path, bodies, key: upstream.serverKey(environment) };
  if (unchangedFor === undefined) return requests;
  return { ...requests, entityTags: await entityTagsOf(edge.port, requests) };
}

async function measureSwitches(): Promise<void> {
  const [row] = ROWS;
  // A difference of a few percent needs more rounds, because of the noise.
  const moreRounds = { ...effort, rounds: 2 * effort.rounds };
  for (const { name, env, target } of SWITCHES) {
    if (row === undefined || !isSelected(name)) continue;
    const rounds: Round[] = [];
    for (let count = 0; count < effort.starts; count += 1) {
      const without = await start(modules.switched, { ...edgeEnvironment, ...env });
      const complete = await start(modules.switched, edgeEnvironment);
      const asked = { requests: toBytes(await requestsOf(row, complete)), status: 200 };
      rounds.push(...(await measureRounds(side(without, asked), side(complete, asked), moreRounds)));
      await stop(without);
      await stop(complete);
    }
    report(`${name}: with, to without`, rounds, target);
  }
}

function side(server: BenchServer, asked: Omit<Side, 'server'>): Side {
  return { server, ...asked };
}

function report(name: string, rounds: readonly Round[], target: Target): void {
  const comparison = compare(rounds);
  const { line, isMet } = describeRow(name, comparison, target);
  console.log(line);
  areTargetsMet &&= isMet;
  generatorBusy = Math.max(generatorBusy, comparison.generatorBusy);
}

async function measureMemory(): Promise<void> {
  const many = await startUpstream([{ name: 'many', flags: manyFlags(MANY_FLAGS) }]);
  const bodies = Array.from({ length: USERS }, (_, user) => JSON.stringify({ context: contextOf(user) }));
  const requests = toBytes({ path: `${BULK_PATH}/flag-00007`, bodies, key: many.serverKey('many') });
  const ofStarts = (module: string) =>
    memoryAfterLoad(() => start(module, { ...edgeEnvironment, UPSTREAM_URL: many.url }), stop, requests);
  try {
    const what = `Resident memory with ${MANY_FLAGS} flags, after load`;
    const bundled = await ofStarts(modules.edge);
    const transformed = await ofStarts('edge-proxy/node/main.ts');
    if (bundled === undefined || transformed === undefined)
      console.log('This system does not report resident memory.');
    else {
      reportSize(`${what}, bundled`, bundled, MAX_MB, 'MB');
      console.log(`${what}, started with tsx: ${transformed.toFixed(1)} MB`);
    }
  } finally {
    await many.stop();
  }
}

async function measureStateFiles(): Promise<void> {
  const { write, stall } = await measureStateFileCost(manyFlags(MANY_FLAGS));
  reportSize(`State files: longest stall while ${MANY_FLAGS} flags are written`, stall, MAX_STALL_MS, 'ms');
  console.log(`State files: writing ${MANY_FLAGS} flags takes ${write.toFixed(0)} ms`);
}

function reportSize(name: string, value: number, most: number, unit: string): void {
  const isMet = value <= most;
  areTargetsMet &&= isMet;
  console.log(`${name}: ${value.toFixed(1)} ${unit} (at most ${most}: ${isMet ? 'met' : 'MISSED'})`);
}
