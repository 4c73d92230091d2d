import { Button, Center, Text } from '@mantine/core';

interface LoadMoreProps {
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly onLoad: () => void;
}

/** The end of a list that is read page by page. */
export function LoadMore({ hasMore, isLoading, onLoad }: LoadMoreProps) {
  return (
    <Center py="md">
      {hasMore ? (
        <Button variant="default" onClick={onLoad} loading={isLoading}>
          Show more
        </Button>
      ) : (
        <Text size="sm" c="dimmed">
          That is all.
        </Text>
      )}
    </Center>
  );
}
