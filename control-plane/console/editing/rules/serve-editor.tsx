import { NativeSelect, Stack } from '@mantine/core';
import type { Serve } from '../../../../shared/model/flag-set.ts';
import { rolloutFrom } from '../configuration/edit-rules.ts';
import { type FaultsOf, faultText } from './editor-choices.ts';
import { RolloutEditor } from './rollout-editor.tsx';

interface ServeEditorProps {
  readonly serve: Serve;
  readonly variations: readonly { readonly key: string; readonly name: string }[];
  readonly onChange: (serve: Serve) => void;
  /** Of what is served: paths such as `variation` and `rollout.seed`. */
  readonly faultsOf: FaultsOf;
  readonly isReadOnly: boolean;
}

/** No key of a variation contains a colon. */
const ROLLOUT = ':rollout';

/** What a rule serves: one variation, or shares of several. */
export function ServeEditor({ serve, variations, onChange, faultsOf, isReadOnly }: ServeEditorProps) {
  const keys = variations.map(({ key }) => key);
  const isRollout = 'rollout' in serve;
  const known = variations.map(({ key, name }) => ({
    value: key,
    label: name === '' ? key : `${key} (${name})`,
  }));
  const missing = !isRollout && !keys.includes(serve.variation) ? [serve.variation] : [];
  return (
    <Stack gap="xs">
      <NativeSelect
        label="Serve"
        maw="22rem"
        data={[
          ...known,
          ...missing.map((value) => ({ value, label: `${value} (does not exist)` })),
          { value: ROLLOUT, label: 'Percentage rollout…' },
        ]}
        value={isRollout ? ROLLOUT : serve.variation}
        onChange={({ currentTarget: { value } }) =>
          onChange(value === ROLLOUT ? rolloutFrom(serve, keys) : { variation: value })
        }
        error={isRollout ? undefined : faultText(faultsOf('variation'))}
        disabled={isReadOnly}
      />
      {isRollout && (
        <RolloutEditor
          rollout={serve.rollout}
          variationKeys={keys}
          onChange={(rollout) => onChange({ rollout })}
          faultsOf={(path) => faultsOf(`rollout.${path}`)}
          isReadOnly={isReadOnly}
        />
      )}
    </Stack>
  );
}
