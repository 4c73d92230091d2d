/** A request that was answered; a stream counts as answered when it has begun. */
export interface ObservedRequest {
  /** The method and the pattern of the route; `other` if no route matches, so that callers cannot choose them. */
  readonly method: string;
  readonly route: string;
  readonly status: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly seconds: number;
  readonly requestId: string;
  /** A header of the request, by its name in lower case. */
  header(name: string): string | undefined;
}

export type RequestObserver = (request: ObservedRequest) => void;
