import { Page } from '../../ui/page.tsx';

export function KeysScreen() {
  return <Page title="SDK keys">{null}</Page>;
}
