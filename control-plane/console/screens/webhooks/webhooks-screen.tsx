import { Page } from '../../ui/page.tsx';

export function WebhooksScreen() {
  return <Page title="Webhooks">{null}</Page>;
}
