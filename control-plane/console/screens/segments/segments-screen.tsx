import { Page } from '../../ui/page.tsx';

export function SegmentsScreen() {
  return <Page title="Segments">{null}</Page>;
}
