import { Page } from '../../ui/page.tsx';

export function InstallationAuditScreen() {
  return <Page title="Audit log of the installation">{null}</Page>;
}
