import { Page } from '../../ui/page.tsx';

export function CompareScreen() {
  return <Page title="Compare environments">{null}</Page>;
}
