import { expect, it } from 'vitest';
import { openEdgeFixture, SERVER_KEY } from '../../../test/support/edge/edge-fixture.ts';

/** The endpoint of the event stream and the entity tag of a bulk evaluation. */
async function bulkOf(streamOrigin: string | undefined) {
  const fixture = await openEdgeFixture(streamOrigin === undefined ? {} : { streamOrigin });
  try {
    await expect.poll(async () => (await fixture.evaluate({})).status, { timeout: 10_000 }).toBe(200);
    const headers = { authorization: `Bearer ${SERVER_KEY}` };
    const url = `${fixture.edge.url}/ofrep/v1/evaluate/flags`;
    const response = await fetch(url, { method: 'POST', headers, body: '{}' });
    const body: { eventStreams: readonly { endpoint: object }[] } = JSON.parse(await response.text());
    return { endpoint: body.eventStreams[0]?.endpoint, etag: response.headers.get('etag') };
  } finally {
    await fixture.close();
  }
}

it('event streams have the origin that is set, and an entity tag that differs by it', async () => {
  const plain = await bulkOf(undefined);
  expect(plain.endpoint).toEqual({ requestUri: expect.stringMatching(/^\/ofrep\/v1\/stream\?token=/) });
  const elsewhere = await bulkOf('https://streams.example.com');
  expect(elsewhere.endpoint).toEqual({ origin: 'https://streams.example.com', ...plain.endpoint });
  expect(elsewhere.etag).not.toBe(plain.etag);
});
