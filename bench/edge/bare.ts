import { createServer } from 'node:http';

/** The bare server's response on a path: a recorded response of an edge. */
export interface BareAnswer {
  readonly path: string;
  readonly status: number;
  /** Names and values, alternating. */
  readonly headers: readonly string[];
  readonly body: string;
}

/**
 * The baseline: a server that collects the body, parses its JSON and sends a prepared response. Every server on `node:http`
 * does at least this.
 */
const given: readonly BareAnswer[] = JSON.parse(process.env.BENCH_ANSWERS ?? '[]');
const answers = new Map(given.map((answer) => [answer.path, { ...answer, headers: [...answer.headers] }]));

const server = createServer((request, response) => {
  const answer = answers.get(request.url ?? '');
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    if (answer === undefined) {
      response.writeHead(404, ['content-length', '0']).end();
      return;
    }
    const [first] = chunks;
    const bytes = first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks);
    const body: unknown = JSON.parse(bytes.toString());
    if (typeof body !== 'object') throw new Error('the benchmark sends objects only');
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  });
});
server.keepAliveTimeout = 65_000;
server.listen(Number(process.env.PORT), '127.0.0.1');
