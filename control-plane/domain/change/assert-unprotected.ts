import type { Protection } from '../../model/protection.ts';
import { RequestError } from '../../model/request-error.ts';

/**
 * Refuses a change of what a protected environment's readers may get, other than flags and segments.
 *
 * @param what for example `Its allowed origins`
 * @throws RequestError CONFLICT
 */
export function assertUnprotected(
  { key, protection }: { readonly key: string; readonly protection: Protection | null },
  what: string,
): void {
  if (protection === null) return;
  throw new RequestError(
    'CONFLICT',
    `Environment "${key}" is protected. ${what} only after an admin has removed the protection with a reason: DELETE /api/projects/{projectId}/environments/${key}/protection?reason=….`,
  );
}
