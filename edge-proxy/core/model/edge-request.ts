/** A request as the hot path reads it, without the types of a runtime. */
export interface EdgeRequest {
  /** Upper case. */
  readonly method: string;
  /** As it was sent, percent-encoded; without query and fragment. */
  readonly path: string;
  /** What follows the question mark; '' without one. */
  readonly query: string;
  /** The value of a header by its lower-case name. */
  header(name: string): string | undefined;
  /** The address at the other end of the connection, if the runtime knows it. */
  peer?(): string | undefined;
  readonly body: BodyText;
}

/** The body as text, or why there is none. */
export type BodyText = string | BodyFault;

export type BodyFault =
  | { readonly fault: 'too-large'; readonly maxBytes: number }
  | { readonly fault: 'not-utf8' | 'incomplete' | 'not-gzip' | 'unsupported-encoding' };
