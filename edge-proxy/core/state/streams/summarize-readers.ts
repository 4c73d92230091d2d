import type { ReaderClaims, ReportedReaders } from '../../model/stream-readers.ts';

/** The most readers of a report. */
const MAX_REPORTED_READERS = 200;
/** The most characters of the JSON of all of them: a report has at most 64 KiB. */
const MAX_CHARACTERS = 40_000;

/** An open stream of flags. */
interface ReadingStream {
  readonly environmentId: string;
  readonly claims: ReaderClaims;
}

/**
 * Edges one by one, other readers as a number for each environment, name, version, kind and features. The edges come first, then
 * the groups with the most streams. What does not fit is left out.
 */
export function summarizeReaders(streams: Iterable<ReadingStream>): readonly ReportedReaders[] {
  const groups = new Map<string, { readonly reader: Omit<ReportedReaders, 'streams'>; streams: number }>();
  for (const { environmentId, claims } of streams) {
    const id = groupOf(environmentId, claims);
    const group = groups.get(id) ?? { reader: groupReader(environmentId, claims), streams: 0 };
    group.streams += 1;
    groups.set(id, group);
  }
  const isEdge = ({ identity }: ReaderClaims) => Number(identity.kind === 'edge');
  const all = Array.from(groups.values(), ({ reader, streams }) => ({ ...reader, streams }));
  all.sort((a, b) => isEdge(b) - isEdge(a) || b.streams - a.streams);
  return withinSize(all.slice(0, MAX_REPORTED_READERS));
}

/** Cheap, because it is made for each of thousands of streams. No member contains a quotation mark. */
function groupOf(environmentId: string, { identity, features }: ReaderClaims): string {
  const { name = '', version = '', kind = '', region = '', instance = '' } = identity;
  const group = `${environmentId}"${features.join(' ')}"${name}"${version}"${kind}`;
  return kind === 'edge' ? `${group}"${region}"${instance}` : group;
}

function groupReader(environmentId: string, { identity, features }: ReaderClaims) {
  const { name, version, kind } = identity;
  return {
    environmentId,
    identity: kind === 'edge' ? identity : withoutUndefined({ name, version, kind }),
    features,
  };
}

function withinSize(readers: readonly ReportedReaders[]): readonly ReportedReaders[] {
  let characters = 0;
  return readers.filter((reader) => {
    const size = JSON.stringify(reader).length;
    if (characters + size > MAX_CHARACTERS) return false;
    characters += size;
    return true;
  });
}

const withoutUndefined = <Value>(members: Readonly<Record<string, Value | undefined>>) =>
  Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
