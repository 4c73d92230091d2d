import { Checkbox } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { FlagCells, type RowContext } from './flag-row.tsx';
import classes from './flags.module.css';
import type { ListedFlag } from './flags-search.ts';
import type { Selection } from './selection.ts';

export interface FlagListProps {
  readonly flags: readonly ListedFlag[];
  readonly environmentKeys: readonly string[];
  readonly hasMore: boolean;
  readonly selection: Selection;
  readonly context: RowContext;
  readonly onSelectAll: (isSelected: boolean) => void;
  /** Called with the first and the last row in view. */
  readonly onView: (first: number, last: number) => void;
}

const ROW_HEIGHT = 60;
const HEAD_HEIGHT = 44;
const OVERSCAN = 3;
/** In rem: flag, type, tags, owner. */
const COLUMNS = [17, 5, 8.5, 6.5] as const;
const ENVIRONMENT_COLUMN = 8;

/** The flags as a table, of which only the rows in view are in the page. It scrolls within itself. */
export function FlagsTable(props: FlagListProps) {
  const { flags, environmentKeys, hasMore, selection, context, onView } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: flags.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => flags[index]?.key ?? index,
    overscan: OVERSCAN,
    paddingStart: HEAD_HEIGHT,
    scrollPaddingStart: HEAD_HEIGHT,
  });
  const items = rows.getVirtualItems();
  useRowsInView(items[0]?.index, items.at(-1)?.index, onView);
  const above = (items[0]?.start ?? HEAD_HEIGHT) - HEAD_HEIGHT;
  const below = rows.getTotalSize() - (items.at(-1)?.end ?? HEAD_HEIGHT);
  return (
    <div ref={scroller} className={classes.scroller}>
      <table className={classes.table} aria-label="Flags" aria-rowcount={hasMore ? -1 : flags.length + 1}>
        <Columns environments={environmentKeys.length} />
        <TableHead {...props} />
        <tbody>
          <Spacer height={above} />
          {items.map(({ index }) => {
            const flag = flags[index];
            if (flag === undefined) return null;
            const isSelected = selection.keys.has(flag.key);
            return (
              <tr
                key={flag.key}
                aria-rowindex={index + 2}
                className={classes.row}
                data-selected={isSelected || undefined}
              >
                <FlagCells {...{ flag, index, isSelected, context, environmentKeys }} />
              </tr>
            );
          })}
          <Spacer height={below} />
        </tbody>
      </table>
    </div>
  );
}

/** The room of rows that are not in the page. */
function Spacer({ height }: { readonly height: number }) {
  if (height <= 0) return null;
  return <tr aria-hidden style={{ height }} />;
}

function Columns({ environments }: { readonly environments: number }) {
  const widths = [...COLUMNS, ...Array.from({ length: environments }, () => ENVIRONMENT_COLUMN)];
  return (
    <colgroup>
      {widths.map((width, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
        <col key={index} style={{ width: `${width}rem` }} />
      ))}
    </colgroup>
  );
}

/** Tells which rows are in view, when that changes. */
export function useRowsInView(
  first: number | undefined,
  last: number | undefined,
  onView: FlagListProps['onView'],
): void {
  useEffect(() => {
    if (first !== undefined && last !== undefined) onView(first, last);
  }, [first, last, onView]);
}

function TableHead(props: FlagListProps) {
  const { environmentKeys, context } = props;
  return (
    <thead className={classes.head}>
      <tr aria-rowindex={1}>
        <th scope="col" className={classes.first}>
          <div className={classes.identity}>
            {context.maySelect ? <SelectLoaded {...props} /> : <span />}
            Flag
          </div>
        </th>
        {['Type', 'Tags', 'Owner', ...environmentKeys].map((title) => (
          <th key={title} scope="col" className={classes.cell} title={title}>
            {title}
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** Chooses all flags that are loaded. */
export function SelectLoaded({ flags, selection, onSelectAll }: FlagListProps) {
  const count = selection.keys.size;
  const isAll = count > 0 && count >= flags.length;
  return (
    <Checkbox
      size="sm"
      aria-label="Select all flags that are loaded"
      checked={isAll}
      indeterminate={count > 0 && !isAll}
      onChange={() => onSelectAll(!isAll)}
    />
  );
}
