/** What one row of the bench sends. */
export interface Requests {
  readonly path: string;
  readonly bodies: readonly string[];
  readonly key: string;
  /** For each body, where an entity tag is sent along. */
  readonly entityTags?: readonly string[];
}

/** An answer as the bare server is to repeat it. */
export interface RecordedAnswer {
  readonly path: string;
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: string;
}

/** Headers that Node adds by itself, to the bare server's answers too. */
const OF_NODE: ReadonlySet<string> = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding']);

/** Whole requests as bytes. */
export function toBytes({ path, bodies, key, entityTags }: Requests): Buffer[] {
  return bodies.map((body, index) => {
    const tag = entityTags?.[index];
    const lines = [
      `POST ${path} HTTP/1.1`,
      'host: 127.0.0.1',
      `authorization: Bearer ${key}`,
      'content-type: application/json',
      ...(tag === undefined ? [] : [`if-none-match: ${tag}`]),
      `content-length: ${Buffer.byteLength(body)}`,
    ];
    return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
  });
}

/** Asks once, for the bare server to repeat. */
export async function recordAnswer(port: number, requests: Requests, index = 0): Promise<RecordedAnswer> {
  const tag = requests.entityTags?.[index];
  const response = await fetch(`http://127.0.0.1:${port}${requests.path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${requests.key}`,
      'content-type': 'application/json',
      // As the load is sent: without compression.
      'accept-encoding': 'identity',
      ...(tag === undefined ? {} : { 'if-none-match': tag }),
    },
    body: requests.bodies[index] ?? '',
  });
  const body = await response.text();
  const headers = [...response.headers].filter(([name]) => !OF_NODE.has(name)).flat();
  return { path: requests.path, status: response.status, headers, body };
}

/** The entity tag of each body's answer. */
export async function entityTagsOf(port: number, requests: Requests): Promise<string[]> {
  const tags: string[] = [];
  for (let index = 0; index < requests.bodies.length; index += 1) {
    const { headers } = await recordAnswer(port, requests, index);
    tags.push(headers[headers.indexOf('etag') + 1] ?? '');
  }
  return tags;
}
