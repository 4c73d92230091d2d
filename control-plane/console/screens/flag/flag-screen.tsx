import { Page } from '../../ui/page.tsx';

export function FlagScreen() {
  return <Page title="Flag">{null}</Page>;
}
