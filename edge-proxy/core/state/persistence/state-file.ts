import type { Position } from '../../../../shared/sync/wire.ts';

const MAGIC = 'solid-fortnight-edge-state';
/** Raised whenever an older release could not read what a newer one writes. */
const FORMAT_VERSION = 1;
const FIRST_LINE = new RegExp(`^${MAGIC} (\\d{1,9}) sha256=([0-9a-f]{64})\n`);
const NAMED_VERSION = new RegExp(`^${MAGIC} (\\d{1,9})[ \n]`);

/** Describes the data in a file, and precedes it. */
export interface StateHead {
  readonly kind: 'relay' | 'flags' | 'ages';
  /** Identifies the relay key that the state belongs to, without revealing it. */
  readonly owner: string;
  /** `null`: the data has none. */
  readonly position: Position | null;
  /** Milliseconds since 1970: when the data was last known to be current, at the time of writing. */
  readonly currentAsOf: number;
}

/** SHA-256 of the UTF-8 of a text in pieces, as lower-case hex. */
export type Checksum = (pieces: readonly string[]) => Promise<string>;

/** A state file: its head, and data as it travels on the wire. */
export interface StateFile {
  readonly head: StateHead;
  /** JSON. */
  readonly data: string;
}

export type DecodedStateFile =
  | { readonly ok: true; readonly file: StateFile }
  | { readonly ok: false; readonly problem: string };

/**
 * Three parts: a line with the format's version and the SHA-256 of everything after it, a line with the head
 * as JSON, and the data.
 *
 * @param data JSON, in pieces
 * @returns the file's text in pieces
 */
export async function encodeStateFile(
  head: StateHead,
  data: readonly string[],
  checksum: Checksum,
): Promise<readonly string[]> {
  const rest = [`${JSON.stringify(head)}\n`, ...data];
  return [`${MAGIC} ${FORMAT_VERSION} sha256=${await checksum(rest)}\n`, ...rest];
}

/** Reads what {@link encodeStateFile} made; `problem` says in one phrase why a text is refused. */
export async function decodeStateFile(text: string, checksumOf: Checksum): Promise<DecodedStateFile> {
  const version = NAMED_VERSION.exec(text)?.[1];
  if (version === undefined) return refuse('it is not a state file of an edge');
  if (Number(version) !== FORMAT_VERSION) {
    return refuse(`it has format ${version}, and this release reads format ${FORMAT_VERSION}`);
  }
  const [firstLine, , checksum] = FIRST_LINE.exec(text) ?? [];
  if (firstLine === undefined) return refuse('its first line is damaged');
  const rest = text.slice(firstLine.length);
  if ((await checksumOf([rest])) !== checksum) return refuse('its checksum does not match its contents');
  const end = rest.indexOf('\n');
  const head = parseJson(rest.slice(0, Math.max(end, 0)));
  return isHead(head)
    ? { ok: true, file: { head, data: rest.slice(end + 1) } }
    : refuse('its head is malformed');
}

function refuse(problem: string): DecodedStateFile {
  return { ok: false, problem };
}

/** The value of a JSON text; `undefined` if the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const KINDS: readonly unknown[] = ['relay', 'flags', 'ages'] satisfies StateHead['kind'][];

function isHead(value: unknown): value is StateHead {
  if (typeof value !== 'object' || value === null) return false;
  if (!('kind' in value && 'owner' in value && 'position' in value && 'currentAsOf' in value)) return false;
  const { kind, owner, position, currentAsOf } = value;
  return (
    KINDS.includes(kind) &&
    typeof owner === 'string' &&
    (position === null || typeof position === 'string') &&
    Number.isFinite(currentAsOf)
  );
}
