import { Page } from '../../ui/page.tsx';

export function EdgesScreen() {
  return <Page title="Edges">{null}</Page>;
}
