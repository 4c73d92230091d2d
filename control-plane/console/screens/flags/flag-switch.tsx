import { memo } from 'react';
import classes from './flags.module.css';
import { type FlagStatus, serveSummary } from './serve-summary.ts';
import type { FlagSwitching } from './use-flag-switch.tsx';

interface FlagSwitchProps {
  readonly flagKey: string;
  readonly status: FlagStatus;
  readonly isArchived: boolean;
  readonly maySwitch: boolean;
  readonly onSwitch: (switching: FlagSwitching) => void;
}

/** Switches a flag in one environment, and says what it serves there. */
export const FlagSwitch = memo(function FlagSwitch(props: FlagSwitchProps) {
  const { flagKey, status, isArchived, maySwitch, onSwitch } = props;
  const { environmentKey, enabled, version } = status;
  const summary = serveSummary(status);
  return (
    <div className={classes.switch} title={reasonAgainst(props) ?? `Serves ${summary}`}>
      {/* Mantine's Switch takes ten times as long to draw, and a page has more than a hundred of them. */}
      <input
        type="checkbox"
        role="switch"
        className={classes.toggle}
        checked={enabled}
        aria-checked={enabled}
        disabled={isArchived || !maySwitch}
        aria-label={`${flagKey} in ${environmentKey}`}
        onChange={() => onSwitch({ flagKey, environmentKey, enabled: !enabled, version })}
      />
      <span className={classes.summary} data-on={enabled || undefined}>
        {summary}
      </span>
    </div>
  );
});

function reasonAgainst({ isArchived, maySwitch }: FlagSwitchProps): string | undefined {
  if (isArchived) return 'The flag is archived: no application gets it.';
  return maySwitch
    ? undefined
    : 'You may see this environment, but not change it: that needs the role editor.';
}
