import { Checkbox } from '@mantine/core';
import { type MouseEvent, memo, type ReactNode, useRef } from 'react';
import { FlagSwitch } from './flag-switch.tsx';
import classes from './flags.module.css';
import type { ListedFlag } from './flags-search.ts';
import type { FlagSwitching } from './use-flag-switch.tsx';

/** What all rows of the list share. None of it changes while somebody scrolls. */
export interface RowContext {
  readonly projectId: string;
  /** Whether the person may choose flags, to change many at once. */
  readonly maySelect: boolean;
  readonly maySwitch: (environmentKey: string) => boolean;
  readonly onSelect: (index: number, isRange: boolean) => void;
  readonly onSwitch: (switching: FlagSwitching) => void;
  readonly onOpen: (flagKey: string) => void;
}

interface FlagRowProps {
  readonly flag: ListedFlag;
  readonly index: number;
  readonly isSelected: boolean;
  readonly context: RowContext;
  /** The keys of the environments that have a column. */
  readonly environmentKeys: readonly string[];
}

/** The cells of a flag in the table. */
export const FlagCells = memo(function FlagCells({
  flag,
  index,
  isSelected,
  context,
  environmentKeys,
}: FlagRowProps) {
  return (
    <>
      <th scope="row" className={classes.first}>
        <div className={classes.identity}>
          {context.maySelect ? (
            <FlagCheckbox flag={flag} index={index} isSelected={isSelected} onSelect={context.onSelect} />
          ) : (
            <span />
          )}
          <FlagName flag={flag} context={context} />
        </div>
      </th>
      <Cell>{flag.type}</Cell>
      <Cell>
        <Tags tags={flag.tags} />
      </Cell>
      <Cell>{flag.owner ?? '–'}</Cell>
      {environmentKeys.map((environmentKey) => (
        <Cell key={environmentKey}>
          <SwitchIn flag={flag} environmentKey={environmentKey} context={context} />
        </Cell>
      ))}
    </>
  );
});

function Cell({ children }: { readonly children: ReactNode }) {
  return <td className={classes.cell}>{children}</td>;
}

interface SwitchInProps {
  readonly flag: ListedFlag;
  readonly environmentKey: string;
  readonly context: RowContext;
}

/** The switch of a flag in an environment; nothing if the flag is not there yet. */
export function SwitchIn({ flag, environmentKey, context }: SwitchInProps) {
  const status = flag.environments.find((each) => each.environmentKey === environmentKey);
  if (status === undefined) return null;
  return (
    <FlagSwitch
      flagKey={flag.key}
      status={status}
      isArchived={flag.archived}
      maySwitch={context.maySwitch(environmentKey)}
      onSwitch={context.onSwitch}
    />
  );
}

interface FlagCheckboxProps {
  readonly flag: ListedFlag;
  readonly index: number;
  readonly isSelected: boolean;
  readonly onSelect: (index: number, isRange: boolean) => void;
}

/** Chooses a flag; with Shift, all flags from the one that was chosen before. */
export function FlagCheckbox({ flag, index, isSelected, onSelect }: FlagCheckboxProps) {
  const isShift = useRef(false);
  return (
    <Checkbox
      size="sm"
      checked={isSelected}
      aria-label={`Select ${flag.key}`}
      onClick={(event) => {
        isShift.current = event.shiftKey;
      }}
      onChange={() => onSelect(index, isShift.current)}
    />
  );
}

interface FlagNameProps {
  readonly flag: ListedFlag;
  readonly context: Pick<RowContext, 'projectId' | 'onOpen'>;
}

/** Key and name of a flag. It leads to the flag. */
export function FlagName({ flag, context: { projectId, onOpen } }: FlagNameProps) {
  // A link of the router is drawn again at each change of the address, so at each letter that is searched for.
  const open = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onOpen(flag.key);
  };
  return (
    <div style={{ minWidth: 0 }}>
      <a
        href={`/projects/${projectId}/flags/${encodeURIComponent(flag.key)}`}
        className={classes.flag}
        title={flag.key}
        onClick={open}
      >
        {flag.key}
      </a>
      <span className={classes.summary}>
        {flag.archived && 'archived · '}
        {flag.name === flag.key ? flag.description : flag.name}
      </span>
    </div>
  );
}

const SHOWN_TAGS = 2;

/** The first tags of a flag, and how many more it has. */
export function Tags({ tags }: { readonly tags: readonly string[] }) {
  const more = tags.length - SHOWN_TAGS;
  return (
    <span className={classes.tags} title={tags.join(', ')}>
      {tags.slice(0, SHOWN_TAGS).map((tag) => (
        <span key={tag} className={classes.tag}>
          {tag}
        </span>
      ))}
      {more > 0 && <span>+{more}</span>}
    </span>
  );
}
