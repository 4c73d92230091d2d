import type { RoleName } from '../../api/rights.ts';

/** Roles in the installation, as a person chooses among them. */
export const ROLE_CHOICES = [
  { value: 'none', label: 'None: only roles in projects count' },
  { value: 'viewer', label: 'Viewer: reads all projects' },
  { value: 'editor', label: 'Editor: changes flags in all projects' },
  { value: 'admin', label: 'Admin: manages everything' },
];

/** The role of a choice; null for none. */
export function roleOfChoice(choice: string): RoleName | null {
  return choice === 'viewer' || choice === 'editor' || choice === 'admin' ? choice : null;
}
