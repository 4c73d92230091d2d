/** The requests of one row. */
export interface Requests {
  readonly path: string;
  readonly bodies: readonly string[];
  readonly key: string;
  /** The entity tag of each body, if requests contain one. */
  readonly entityTags?: readonly string[];
}

/** A recorded response, which the bare server repeats. */
export interface RecordedAnswer {
  readonly path: string;
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: string;
}

/** Headers that Node adds itself, also to the responses of the bare server. */
const NODE_HEADERS: ReadonlySet<string> = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding']);

/** Complete requests as bytes. */
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

/** Sends one request and records the response. */
export async function recordAnswer(port: number, requests: Requests, index = 0): Promise<RecordedAnswer> {
  const tag = requests.entityTags?.[index];
  const response = await fetch(`http://127.0.0.1:${port}${requests.path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${requests.key}`,
      'content-type': 'application/json',
      // Without compression, as the load.
      'accept-encoding': 'identity',
      ...(tag === undefined ? {} : { 'if-none-match': tag }),
    },
    body: requests.bodies[index] ?? '',
  });
  const body = await response.text();
  const headers = [...response.headers].filter(([name]) => !NODE_HEADERS.has(name)).flat();
  return { path: requests.path, status: response.status, headers, body };
}

/** The entity tag of the response to each body. */
export async function entityTagsOf(port: number, requests: Requests): Promise<string[]> {
  const tags: string[] = [];
  for (let index = 0; index < requests.bodies.length; index += 1) {
    const { headers } = await recordAnswer(port, requests, index);
    tags.push(headers[headers.indexOf('etag') + 1] ?? '');
  }
  return tags;
}
