import { fetchEventSource } from '@microsoft/fetch-event-source';

declare global {
  interface Window {
    /** Given by the test. */
    report(event: { readonly event: string; readonly id: string; readonly data: string }): void;
  }
}

void fetchEventSource('/stream', {
  onmessage: ({ event, id, data }) => window.report({ event, id, data }),
  // Without this it ends with the stream.
  onclose: () => {
    throw new Error('the stream has ended');
  },
});
