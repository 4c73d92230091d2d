/** Whether Redis refused a command because of the rights of the account. */
export function isPermissionMissing(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('NOPERM');
}
