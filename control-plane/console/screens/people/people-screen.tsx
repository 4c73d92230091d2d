import { Page } from '../../ui/page.tsx';

export function PeopleScreen() {
  return <Page title="People">{null}</Page>;
}
