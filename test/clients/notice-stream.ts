import { z } from 'zod';

const bulkAnswer = z.object({
  eventStreams: z.tuple([
    z.object({ type: z.literal('sse'), endpoint: z.object({ requestUri: z.string() }) }),
  ]),
});

/** The URL of the change notices that a bulk evaluation offers to the holder of a key. */
export async function noticeStreamOf(baseUrl: string, key: string): Promise<string> {
  const response = await fetch(`${baseUrl}/ofrep/v1/evaluate/flags`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ context: { targetingKey: 'u-1' } }),
    signal: AbortSignal.timeout(15_000),
  });
  const { eventStreams } = bulkAnswer.parse(await response.json());
  return new URL(eventStreams[0].endpoint.requestUri, baseUrl).href;
}
