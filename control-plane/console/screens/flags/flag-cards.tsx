import { Group, Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';
import { FlagCheckbox, FlagName, SwitchIn, Tags } from './flag-row.tsx';
import classes from './flags.module.css';
import { type FlagListProps, SelectLoaded, useRowsInView } from './flags-table.tsx';

const CARD_HEIGHT = 180;
const OVERSCAN = 4;

/** The flags as cards, for a narrow screen. They scroll with the page. */
export function FlagCards(props: FlagListProps) {
  const { flags, environmentKeys, selection, context, onView } = props;
  const list = useRef<HTMLUListElement>(null);
  const [scrollMargin, setScrollMargin] = useState(0);
  useLayoutEffect(() => setScrollMargin(list.current?.offsetTop ?? 0), []);
  const cards = useWindowVirtualizer({
    count: flags.length,
    estimateSize: () => CARD_HEIGHT,
    getItemKey: (index) => flags[index]?.key ?? index,
    overscan: OVERSCAN,
    scrollMargin,
  });
  const items = cards.getVirtualItems();
  useRowsInView(items[0]?.index, items.at(-1)?.index, onView);
  return (
    <Stack gap="xs">
      {context.maySelect && (
        <Group gap="sm" px="sm">
          <SelectLoaded {...props} />
          <Text size="sm">All that are loaded</Text>
        </Group>
      )}
      <ul ref={list} className={classes.cards} aria-label="Flags" style={{ height: cards.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const flag = flags[index];
          if (flag === undefined) return null;
          return (
            <li
              key={flag.key}
              ref={cards.measureElement}
              data-index={index}
              aria-setsize={props.hasMore ? -1 : flags.length}
              aria-posinset={index + 1}
              className={classes.card}
              style={{ transform: `translateY(${start - scrollMargin}px)` }}
            >
              <Paper withBorder p="sm">
                <Group wrap="nowrap" gap="sm" mb="xs">
                  {context.maySelect && (
                    <FlagCheckbox
                      flag={flag}
                      index={index}
                      isSelected={selection.keys.has(flag.key)}
                      onSelect={context.onSelect}
                    />
                  )}
                  <FlagName flag={flag} context={context} />
                </Group>
                <Group gap="xs" mb="xs">
                  <Text size="xs">{flag.type}</Text>
                  {flag.owner !== null && <Text size="xs">{flag.owner}</Text>}
                  <Tags tags={flag.tags} />
                </Group>
                <SimpleGrid cols={2} spacing="xs" verticalSpacing="xs">
                  {environmentKeys.map((environmentKey) => (
                    <div key={environmentKey} style={{ minWidth: 0 }}>
                      <Text size="xs" fw={600} truncate mb={4}>
                        {environmentKey}
                      </Text>
                      <SwitchIn {...{ flag, environmentKey, context }} />
                    </div>
                  ))}
                </SimpleGrid>
              </Paper>
            </li>
          );
        })}
      </ul>
    </Stack>
  );
}
