import { Page } from '../../ui/page.tsx';

export function ChangeSetsScreen() {
  return <Page title="Change sets">{null}</Page>;
}
