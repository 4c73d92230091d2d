import type { Role } from './role.ts';

/** What an environment demands before its readers see a change. */
export interface Protection {
  /** How many people must approve. */
  readonly approvals: number;
  /** Users with at least this role may approve; `null`: only the named users. */
  readonly approverRole: Role | null;
  readonly approverIds: readonly string[];
  /** Whether editors may switch a flag off without approval. */
  readonly maySwitchOff: boolean;
}

/** How a change was applied to a protected environment without approvals. */
export type Bypass =
  | { readonly kind: 'switch-off' }
  | { readonly kind: 'break-glass'; readonly reason: string };
