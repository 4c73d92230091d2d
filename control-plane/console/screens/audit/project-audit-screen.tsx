import { Page } from '../../ui/page.tsx';

export function ProjectAuditScreen() {
  return <Page title="Audit log">{null}</Page>;
}
