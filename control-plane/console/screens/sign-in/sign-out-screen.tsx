import { Page } from '../../ui/page.tsx';

export function SignOutScreen() {
  return <Page title="Sign out">{null}</Page>;
}
