/** A folder with all below it that has no layer of its own, or single files of a part, above its folders. */
export interface Layer {
  /** What it contains, in a few words, for docs/architecture.md. */
  readonly is: string;
  /** Layers of the same part that its files may import from, beside itself. */
  readonly mayImport: readonly string[];
}

/** The layers of one part by their folder or file below it, the lowest first; `.` is the part's own folder. */
export type Layers = Readonly<Record<string, Layer>>;
