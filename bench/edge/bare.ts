import { createServer } from 'node:http';

/** What the bare server answers on a path: bytes that an edge gave before. */
export interface BareAnswer {
  readonly path: string;
  readonly status: number;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly body: string;
}

/**
 * The yardstick: a listener that collects the body, parses its JSON and answers bytes that are there already. Any
 * server on `node:http` does at least this.
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
    if (typeof body !== 'object') throw new Error('the bench sends objects only');
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  });
});
server.keepAliveTimeout = 65_000;
server.listen(Number(process.env.PORT), '127.0.0.1');
