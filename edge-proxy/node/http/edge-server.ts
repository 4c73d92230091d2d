import { createServer } from 'node:http';
import {
  type ArrivalLimits,
  httpServerOptions,
  type ListenAddress,
  type RunningServer,
  startHttpServer,
  type UnreadPolicy,
} from '../../../node-process/http-server.ts';
import { HotRequest, HotResponse, type HttpListener } from './hot-messages.ts';

export interface EdgeServerOptions {
  /** By default connections whose answers are not read are cut after the usual time, and not counted. */
  readonly unread?: UnreadPolicy;
  readonly limits?: ArrivalLimits;
}

/**
 * Starts the HTTP server of an edge.
 *
 * @throws Error in one line, naming the variable to change, if the address cannot be used
 */
export function startEdgeServer(
  listener: HttpListener,
  at: ListenAddress,
  { unread, limits }: EdgeServerOptions = {},
): Promise<RunningServer> {
  const options = {
    ...httpServerOptions(limits),
    IncomingMessage: HotRequest,
    ServerResponse: HotResponse,
  };
  return startHttpServer(createServer(options, listener), at, unread);
}
