/** Something the architecture check objects to. */
export interface Finding {
  /** Path from the project's root. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** Which rule, as a stable name. */
  readonly rule: string;
  /** What was found there. */
  readonly what: string;
  /** Why it is not allowed, and what would be right. */
  readonly why: string;
}

/** One line, in the form editors and terminals make clickable. */
export function formatFinding({ file, line, rule, what, why }: Finding): string {
  return `${file}:${line}  ${rule}  ${what}: ${why}`;
}
