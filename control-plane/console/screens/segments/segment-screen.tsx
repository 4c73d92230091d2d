import { Page } from '../../ui/page.tsx';

export function SegmentScreen() {
  return <Page title="Segment">{null}</Page>;
}
