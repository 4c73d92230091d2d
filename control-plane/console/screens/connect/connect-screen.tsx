import { Page } from '../../ui/page.tsx';

export function ConnectScreen() {
  return <Page title="Connect an application">{null}</Page>;
}
