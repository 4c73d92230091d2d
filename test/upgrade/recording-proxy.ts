import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { createParser } from 'eventsource-parser';
import { reservePort } from '../support/ports.ts';

/** One request for an event stream, and what came of it so far. */
export interface RecordedStream {
  readonly path: string;
  readonly lastEventId: string | undefined;
  /** Names and ids of its events, oldest first. */
  readonly events: readonly { readonly event: string; readonly id: string }[];
}

/** An address that stays while the control plane behind it is replaced, and that records what edges receive. */
export interface RecordingProxy {
  readonly url: string;
  /** Ends every connection, forwards later ones to this address, and clears the record. */
  forwardTo(target: string): Promise<void>;
  /** Ends every connection; new ones are refused. */
  close(): Promise<void>;
  /** Streams that were opened since the last `forwardTo`. */
  streams(): readonly RecordedStream[];
}

/** Refuses connections until `forwardTo` is called. */
export async function createRecordingProxy(): Promise<RecordingProxy> {
  const port = await reservePort();
  const record: { target: string; streams: RecordedStream[] } = { target: '', streams: [] };
  const server = createServer((incoming, outgoing) => {
    pass(incoming, outgoing, record.target, (stream) => record.streams.push(stream));
  });
  const close = () =>
    new Promise<void>((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
  return {
    url: `http://127.0.0.1:${port}`,
    async forwardTo(target) {
      if (server.listening) await close();
      record.target = target;
      record.streams = [];
      await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
    },
    close,
    streams: () => record.streams,
  };
}

function pass(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  target: string,
  note: (stream: RecordedStream) => void,
): void {
  const { method = 'GET', url = '/', headers } = incoming;
  const onward = request(target + url, { method, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    if (answer.headers['content-type']?.startsWith('text/event-stream')) {
      note(recordStream(url, headers['last-event-id']?.toString(), answer));
    }
    pipeline(answer, outgoing, () => {});
  });
  onward.on('error', () => outgoing.destroy());
  outgoing.on('close', () => onward.destroy());
  incoming.pipe(onward);
}

function recordStream(
  path: string,
  lastEventId: string | undefined,
  answer: IncomingMessage,
): RecordedStream {
  const events: { event: string; id: string }[] = [];
  const parser = createParser({
    onEvent: ({ event = 'message', id = '' }) => events.push({ event, id }),
  });
  const decoder = new TextDecoder();
  answer.on('data', (chunk: Uint8Array) => parser.feed(decoder.decode(chunk, { stream: true })));
  return { path, lastEventId, events };
}
