/** What the control plane says in the address of the sign-in page when signing in at a provider did not work. */
const PROVIDER_ERRORS: Readonly<Record<string, string>> = {
  NO_ROLE:
    'You are known, but you have no role here. Ask an admin to give you one, or to add you to a group that has one.',
  EXPIRED: 'Signing in took too long. Please try again.',
  DENIED: 'The provider did not sign you in.',
  UNAVAILABLE: 'The provider cannot be reached at the moment. Please try again in a minute.',
};

/** In words for people; `undefined` if the address says nothing. */
export function signInError(code: string | null): string | undefined {
  if (code === null || code === '') return undefined;
  return PROVIDER_ERRORS[code] ?? 'Signing in did not work. Please try again.';
}
