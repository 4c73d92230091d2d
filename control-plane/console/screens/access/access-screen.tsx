import { Page } from '../../ui/page.tsx';

export function AccessScreen() {
  return <Page title="Access">{null}</Page>;
}
