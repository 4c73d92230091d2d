import { Page } from '../../ui/page.tsx';

export function EnvironmentScreen() {
  return <Page title="Environment">{null}</Page>;
}
