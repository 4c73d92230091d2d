import { Page } from '../../ui/page.tsx';

export function EnvironmentsScreen() {
  return <Page title="Environments">{null}</Page>;
}
