/** What is used here of a package that brings no types. */
declare module 'launchdarkly-eventsource' {
  interface Options {
    readonly headers?: Readonly<Record<string, string>>;
    readonly initialRetryDelayMillis?: number;
  }
  interface Message {
    readonly type: string;
    readonly data: string;
    readonly lastEventId: string;
  }
  export class EventSource {
    constructor(url: string, options?: Options);
    addEventListener(type: string, listener: (message: Message) => void): void;
    close(): void;
  }
}
