export interface ExportStreamOptions {
  /** How long the reader may take nothing, in milliseconds. */
  readonly idleMs: number;
  /** The time from one question about the access of the reader to the next, in milliseconds. */
  readonly accessMs: number;
  /** Whether the reader may still read the export. A rejection ends the export, too. */
  readonly hasAccess: () => Promise<boolean>;
  /** Called once: at the end, at an error, when the reader goes away, takes nothing for too long, or has lost access. */
  readonly ended: () => void;
}

/** The lines as bytes. Takes some only when the reader wants more. */
export function createExportStream(
  lines: AsyncGenerator<string>,
  options: ExportStreamOptions,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let idle: NodeJS.Timeout | undefined;
  let stopAsking = () => {};
  let isOpen = true;
  const end = () => {
    clearTimeout(idle);
    stopAsking();
    if (isOpen) options.ended();
    isOpen = false;
  };
  const fail = (controller: ReadableStreamDefaultController<Uint8Array>, error: unknown) => {
    end();
    controller.error(error);
  };
  const endWhenIdle = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    clearTimeout(idle);
    idle = setTimeout(fail, options.idleMs, controller, takesNothing());
    idle.unref();
  };
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        stopAsking = watchAccess(options, (error) => fail(controller, error));
        endWhenIdle(controller);
      },
      async pull(controller) {
        clearTimeout(idle);
        try {
          const { done, value } = await lines.next();
          if (!isOpen) return;
          if (done === true) {
            end();
            controller.close();
          } else {
            controller.enqueue(encoder.encode(value));
            endWhenIdle(controller);
          }
        } catch (error) {
          fail(controller, error);
        }
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
}

const takesNothing = (): Error => new Error('the reader of an audit export takes nothing');

/** Asks again and again, one question at a time. @param lost called at most once @returns stops it */
function watchAccess(
  { accessMs, hasAccess }: ExportStreamOptions,
  lost: (error: unknown) => void,
): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isWatching = true;
  const ask = async () => {
    try {
      const isAllowed = await hasAccess();
      if (!isWatching) return;
      if (isAllowed) askLater();
      else lost(new Error('the reader of an audit export has lost access'));
    } catch (error) {
      if (isWatching) lost(error);
    }
  };
  const askLater = () => {
    timer = setTimeout(ask, accessMs);
    timer.unref();
  };
  askLater();
  return () => {
    isWatching = false;
    clearTimeout(timer);
  };
}
