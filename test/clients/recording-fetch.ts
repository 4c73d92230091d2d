/** One exchange as the network had it. */
export interface Exchange {
  readonly url: string;
  readonly status: number;
  readonly ifNoneMatch: string | null;
  readonly etag: string | null;
}

/** The runtime's own `fetch`, and a record of what went over the wire. */
export function createRecordingFetch() {
  const exchanges: Exchange[] = [];
  const recordingFetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const response = await fetch(request);
    exchanges.push({
      url: request.url,
      status: response.status,
      ifNoneMatch: request.headers.get('if-none-match'),
      etag: response.headers.get('etag'),
    });
    return response;
  };
  const recorded: readonly Exchange[] = exchanges;
  return { fetch: recordingFetch, exchanges: recorded };
}
