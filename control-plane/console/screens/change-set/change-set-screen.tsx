import { Page } from '../../ui/page.tsx';

export function ChangeSetScreen() {
  return <Page title="Change set">{null}</Page>;
}
