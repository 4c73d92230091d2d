/** What the control plane says in the address of the sign-in page when signing in at a provider did not work. */
const PROVIDER_ERRORS: Readonly<Record<string, string>> = {
  NO_ROLE:
    'You are known, but you have no role here. Ask an admin to give you one, or to add you to a group that has one.',
  ATTEMPT_EXPIRED: 'Signing in took too long, or the page was opened twice. Please try again.',
  TOO_MANY_ATTEMPTS: 'Too many people are signing in at the moment. Please wait a minute and try again.',
  PROVIDER_UNAVAILABLE: 'The provider cannot be reached at the moment. Please try again in a minute.',
  PROVIDER_REFUSED: 'The provider did not sign you in.',
  ANSWER_INVALID:
    'What the provider answered is not valid. Please try again; if it happens again, tell an admin.',
};

/** In words for people; `undefined` if the address says nothing. */
export function signInError(code: string | null): string | undefined {
  if (code === null || code === '') return undefined;
  return PROVIDER_ERRORS[code] ?? 'Signing in did not work. Please try again.';
}
