/** What a reader of streams says that it holds. */
export interface PositionReport {
  /** As in `Flags-Reader` of its streams. */
  readonly instance: string;
  /** Positions by the id of their environment. */
  readonly positions: Readonly<Record<string, string>>;
}
