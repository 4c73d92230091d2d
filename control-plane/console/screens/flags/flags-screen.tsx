import { Page } from '../../ui/page.tsx';

export function FlagsScreen() {
  return <Page title="Flags">{null}</Page>;
}
