import { Page } from '../../ui/page.tsx';

export function WebhookScreen() {
  return <Page title="Webhook">{null}</Page>;
}
