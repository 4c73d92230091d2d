import { createHash, randomBytes, webcrypto } from 'node:crypto';
import postgres from 'postgres';
import { migrate } from '../../../control-plane/store/database/migrate.ts';
import type { EvaluationEvent } from '../../../shared/events/evaluation-event.ts';
import type { EventTable } from '../../../shared/events/event-table.ts';
import { createUuidV7Generator } from '../../../shared/events/uuid-v7.ts';
import { KEY_PREFIXES, type SdkKeyKind } from '../../../shared/keys/sdk-key.ts';
import { createTestDatabase } from '../database.ts';

/** The system user, which the first migration creates. */
const SYSTEM_USER = '00000000-0000-0000-0000-000000000001';

/** A migrated database with one project, one environment and one flag, and builders of events. */
export interface EventFixture {
  readonly url: string;
  readonly sql: postgres.Sql;
  readonly environmentId: string;
  readonly flagId: string;
  readonly flagKey: string;
  readonly projectId: string;
  addEnvironment(): Promise<string>;
  /** Creates a key. A client or server key has access to the fixture's environment, a relay key to `environmentIds`. */
  addKey(kind: SdkKeyKind, environmentIds?: readonly string[]): Promise<string>;
  event(overrides?: Partial<EvaluationEvent>): EvaluationEvent;
  events(count: number, overrides?: Partial<EvaluationEvent>): EvaluationEvent[];
  /** A table as an edge sends it: current events, each of another user. */
  table(count: number): EventTable;
  /** The number of stored events, and the sum of all roll-ups. */
  counts(): Promise<{ stored: number; counted: number }>;
  stop(): Promise<void>;
}

const newId = createUuidV7Generator((bytes) => webcrypto.getRandomValues(bytes));

export async function createEventFixture(): Promise<EventFixture> {
  const database = await createTestDatabase();
  const sql = postgres(database.url, { max: 6, onnotice: () => {}, backoff: () => 0.05 });
  await migrate(sql);
  const projectId = await idOf(sql`insert into projects (name) values ('Shop') returning id`);
  let environments = 0;
  const addEnvironment = () => {
    environments += 1;
    return idOf(sql`
      insert into environments (project_id, name, key) values (${projectId}, 'E', ${`e-${environments}`})
      returning id`);
  };
  const environmentId = await addEnvironment();
  const flagKey = 'new-checkout';
  const flagId = await idOf(sql`
    insert into flags (project_id, key, name, type, created_by)
    values (${projectId}, ${flagKey}, 'New checkout', 'boolean', ${SYSTEM_USER}) returning id`);

  const event = (overrides: Partial<EvaluationEvent> = {}): EvaluationEvent => {
    const now = Date.now();
    return {
      id: newId(now),
      environmentId,
      flagKey,
      userId: 'u-1',
      variationKey: 'on',
      reason: 'TARGETING_MATCH',
      context: { targetingKey: 'u-1', plan: 'premium' },
      evaluatedAt: new Date(now).toISOString(),
      ...overrides,
    };
  };
  return {
    url: database.url,
    sql,
    environmentId,
    flagId,
    flagKey,
    projectId,
    addEnvironment,
    async addKey(kind, environmentIds) {
      const key = `${KEY_PREFIXES[kind]}${randomBytes(32).toString('base64url')}`;
      const hash = createHash('sha256').update(key).digest('hex');
      const own = kind === 'relay' ? null : environmentId;
      const all = kind === 'relay' && environmentIds === undefined;
      const id = await idOf(sql`
        insert into sdk_keys (project_id, kind, environment_id, all_environments, name, hash, hint, created_by)
        values (${projectId}, ${kind}, ${own}, ${all}, 'key', ${hash}, 'abcd', ${SYSTEM_USER}) returning id`);
      for (const environment of environmentIds ?? []) {
        await sql`insert into sdk_key_environments values (${id}, ${environment})`;
      }
      return key;
    },
    event,
    events: (count, overrides) => Array.from({ length: count }, () => event(overrides)),
    table: (count) => ({
      id: newId(Date.now()),
      outcomes: [{ environmentId, flagKey, variationKey: 'on', reason: 'SPLIT' }],
      rows: Array.from({ length: count }, (_, index) => [0, 0, { targetingKey: `u-${index}`, plan: 'free' }]),
    }),
    async counts() {
      const [row] = await sql<{ stored: number; counted: number }[]>`
        select
          (select count(*)::int from evaluation_events) as stored,
          (select coalesce(sum(evaluations), 0)::int from evaluation_rollups) as counted`;
      return row ?? { stored: -1, counted: -1 };
    },
    async stop() {
      await sql.end({ timeout: 1 });
      await database.drop();
    },
  };
}

async function idOf(query: postgres.PendingQuery<postgres.Row[]>): Promise<string> {
  const [row] = await query;
  return String(row?.id);
}
