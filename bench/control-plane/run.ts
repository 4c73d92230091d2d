import { availableParallelism } from 'node:os';
import { stringMember } from '../../bin/system/management-api.ts';
import { seedFlags } from '../../test/support/control-plane/seed-flags.ts';
import { measureFlagPage } from './flag-page.ts';
import { createBenchProject, startInstallation } from './installation.ts';
import { measurePatch } from './patch.ts';
import { measurePreview } from './preview.ts';
import { measureReturningReaders, peakMemoryOf } from './returning-readers.ts';
import type { Measured } from './rounds.ts';
import { measureSnapshot } from './snapshot.ts';

const ENVIRONMENTS = ['production', 'staging', ...Array.from({ length: 8 }, (_, at) => `region-${at}`)];
const FLAGS = 10_000;
const SNAPSHOT_FLAGS = 5_000;
const READERS = 1_000;
const MAX_PEAK_BYTES = 512 * 1_048_576;

const flagKeys = Array.from({ length: FLAGS }, (_, at) => `flag-${String(at + 1).padStart(5, '0')}`);
let isMet = true;

function report(name: string, { own, bare, ratio }: Measured, target: number): void {
  const met = ratio <= target;
  isMet &&= met;
  console.log(
    `${name.padEnd(52)} ${own.toFixed(2).padStart(9)} ms ${bare.toFixed(2).padStart(9)} ms ${ratio.toFixed(2).padStart(6)}  ≤ ${target}: ${met ? 'met' : 'MISSED'}`,
  );
}

console.log(`Node ${process.versions.node}, ${availableParallelism()} cores, everything on this machine`);
console.log('Medians of alternating rounds, in one run\n');
console.log(`${''.padEnd(52)} ${'ours'.padStart(12)} ${'bare'.padStart(12)}  ratio`);

const installation = await startInstallation(peakMemoryOf);
try {
  const { api, sql } = installation;
  const large = await createBenchProject(api, ENVIRONMENTS);
  await seedFlags(sql, large, { flags: FLAGS, records: 50_000 });
  const small = await createBenchProject(api, ['production']);
  await seedFlags(sql, small, { flags: SNAPSHOT_FLAGS });
  // As autovacuum does it: plans are made from what the tables contain.
  await sql`analyze`;
  const [environment] = await sql<{ id: string }[]>`
    select id from environments where project_id = ${small} and key = 'production'`;

  report('PATCH of a configuration', await measurePatch(installation, large, flagKeys.slice(0, 500)), 2);
  report(
    `snapshot of ${SNAPSHOT_FLAGS} flags`,
    await measureSnapshot(sql, environment?.id ?? '', SNAPSHOT_FLAGS),
    3,
  );
  report(
    `page of 100 of ${FLAGS} flags × ${ENVIRONMENTS.length} environments`,
    await measureFlagPage(installation, large, flagKeys),
    2,
  );
  report(
    'preview over 10,000 recorded contexts, 5 flags',
    await measurePreview(installation, large, flagKeys.slice(500)),
    2,
  );

  const key = await api.post(`/api/projects/${small}/keys`, {
    kind: 'server',
    name: 'bench',
    environmentKeys: ['production'],
  });
  const returned = await measureReturningReaders(installation, stringMember(key, 'key'), READERS);
  const isSmall = returned.peakBytes > 0 && returned.peakBytes <= MAX_PEAK_BYTES;
  isMet &&= isSmall;
  const mega = (bytes: number) => `${(bytes / 1_048_576).toFixed(1)} MiB`;
  console.log(
    `\n${READERS} readers back at once after a restart: a snapshot of ${mega(returned.snapshotBytes)} each in ${(returned.milliseconds / 1_000).toFixed(1)} s; peak ${mega(returned.peakBytes)}, ≤ ${mega(MAX_PEAK_BYTES)}: ${isSmall ? 'met' : 'MISSED'}`,
  );
} finally {
  await installation.stop();
}
process.exitCode = isMet ? 0 : 1;
