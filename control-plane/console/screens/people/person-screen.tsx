import { Page } from '../../ui/page.tsx';

export function PersonScreen() {
  return <Page title="Person">{null}</Page>;
}
