import { expect } from 'vitest';
import { mapPersonalPlaces } from '../../control-plane/domain/personal-values/personal-places.ts';
import { isValueReference } from '../../control-plane/domain/personal-values/value-reference.ts';
import type { JsonValue } from '../../shared/model/json.ts';
import { isRecord } from '../../shared/model/type-guards.ts';
import type { SnapshotData } from '../../shared/sync/wire.ts';
import type { ManagementApi } from '../support/management-api.ts';
import { openStream } from '../support/sse-client.ts';
import type { RunningControlPlane } from '../support/system.ts';
import type { Content } from './content.ts';

/** Everything that a control plane returns about a project, for comparison with another one. */
export interface Readings {
  /** The first event of each stream: its id, and its data. */
  readonly snapshots: Readonly<Record<string, { readonly id: string; readonly data: unknown }>>;
  /** Answers of the management API, by path. */
  readonly documents: Readonly<Record<string, JsonValue>>;
}

export async function readControlPlane(
  { url, api }: RunningControlPlane,
  content: Content,
): Promise<Readings> {
  return {
    snapshots: await readSnapshots(url, content),
    documents: await readDocuments(api, content.projectId),
  };
}

/** Of a control plane or an edge. */
export async function readSnapshots(
  url: string,
  { keys, stagingId }: Content,
): Promise<Readings['snapshots']> {
  return {
    production: await readFlags(`${url}/stream`, keys.server),
    staging: await readFlags(`${url}/stream?environment=${stagingId}`, keys.relay),
    relay: await readFirst(`${url}/relay/stream`, keys.relay),
  };
}

/** Position of `production`. */
export async function positionAt({ url }: RunningControlPlane, { keys }: Content): Promise<string> {
  return (await readFlags(`${url}/stream`, keys.server)).id;
}

/** The order of flags and segments in a snapshot means nothing. */
async function readFlags(url: string, key: string) {
  const { id, data } = await readFirst(url, key);
  const { flags, segments, ...rest }: SnapshotData = data;
  return { id, data: { ...rest, flags: byKey(flags), segments: byKey(segments) } };
}

function byKey<T extends { readonly key: string }>(items: readonly T[]): readonly T[] {
  return [...items].sort((one, other) => (one.key < other.key ? -1 : 1));
}

async function readFirst(url: string, key: string) {
  const stream = await openStream(url, { key });
  const first = await stream.until('a snapshot', () => true);
  stream.close();
  expect(first.event).toBe('snapshot');
  return { id: first.id, data: JSON.parse(first.data) };
}

async function readDocuments(api: ManagementApi, projectId: string): Promise<Readings['documents']> {
  const project = `/projects/${projectId}`;
  const paths = [
    '/me',
    '/users',
    '/audit?limit=100',
    '/projects',
    project,
    `${project}/environments`,
    `${project}/flags?limit=100`,
    `${project}/flags/layout/environments/production`,
    `${project}/flags/by-company/environments/production`,
    `${project}/flags/needs-checkout/environments/production`,
    `${project}/flags/banner/environments/staging`,
    `${project}/segments`,
    `${project}/segments/staff`,
    `${project}/segments/staff-or-beta`,
    `${project}/keys?limit=100`,
    `${project}/audit?limit=100`,
  ];
  const documents = await Promise.all(
    paths.map(
      async (path) => [path, withoutPersonalValues(withoutAddedMembers(await api.read(path)))] as const,
    ),
  );
  return Object.fromEntries(documents);
}

/** Without what this release adds to flags, lists of flags and users, and the base release does not have. */
function withoutAddedMembers(value: JsonValue): JsonValue {
  return JSON.parse(JSON.stringify(value), (name, member: JsonValue) => {
    const isAdded =
      (name === 'metadata' && JSON.stringify(member) === '{}') ||
      (name === 'kind' && member === 'person') ||
      (['owner', 'jsonSchema'].includes(name) && member === null) ||
      // More lists have pages now.
      (name === 'next' && member === null) ||
      (name === 'environments' && Array.isArray(member));
    return isAdded ? undefined : member;
  });
}

/**
 * With a mark in place of the values that may name people. The base release shows those that this release has written as
 * references.
 */
function withoutPersonalValues(value: JsonValue): JsonValue {
  return JSON.parse(JSON.stringify(value), (_, member: JsonValue) => {
    if (!isAuditEntry(member)) return member;
    const mark = (personal: unknown) => (isPresent(personal) ? 'personal' : undefined);
    const { resourceType, oldValue, newValue } = member;
    return {
      ...member,
      oldValue: mapPersonalPlaces(resourceType, oldValue, mark),
      newValue: mapPersonalPlaces(resourceType, newValue, mark),
    };
  });
}

const isPresent = (value: unknown): boolean =>
  isValueReference(value) || ((typeof value === 'string' || Array.isArray(value)) && value.length > 0);

function isAuditEntry(value: JsonValue): value is {
  readonly [key: string]: JsonValue;
  readonly resourceType: string;
  readonly oldValue: JsonValue;
  readonly newValue: JsonValue;
} {
  return (
    isRecord(value) && typeof value.resourceType === 'string' && 'oldValue' in value && 'newValue' in value
  );
}
