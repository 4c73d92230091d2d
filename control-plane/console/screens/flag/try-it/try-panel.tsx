import { Alert, Paper, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { EvaluationContext } from '../../../../../shared/model/evaluation-context.ts';
import { useApi } from '../../../api/api-context.tsx';
import type { Environment } from '../../../api/project-queries.ts';
import { useEvaluator } from '../../../editing/rules/use-evaluator.ts';
import { CodeField } from '../../../editing/values/code-field.tsx';
import { isJsonObject, jsonFromText } from '../../../editing/values/json-from-text.ts';
import { ProblemAlert } from '../../../ui/problem-alert.tsx';
import { type FlagPlace, type FlagRecord, flagSetQuery } from '../flag-queries.ts';
import type { EnvironmentEdits } from '../use-flag-edits.ts';
import { withContextValue } from './context-values.ts';
import { ExplanationView } from './explanation-view.tsx';
import { flagSetFrom, withEditedFlag } from './flag-set-with-edits.ts';
import { RecordedValues } from './recorded-values.tsx';

interface TryPanelProps {
  readonly place: FlagPlace;
  readonly flag: FlagRecord;
  readonly environments: readonly Environment[];
  readonly shown: readonly string[];
  readonly edits: readonly EnvironmentEdits[];
}

const EXAMPLE = '{\n  "targetingKey": "u-42",\n  "plan": "premium"\n}';

/** Evaluates a context in the page, with the edits that are not saved, by the evaluator that edges run. */
export function TryPanel({ place, flag, environments, shown, edits }: TryPanelProps) {
  const [chosen, setChosen] = useState<string>();
  const [text, setText] = useState(EXAMPLE);
  const environmentKey = chosen !== undefined && shown.includes(chosen) ? chosen : shown[0];
  const parsed = jsonFromText(text);
  const context = 'value' in parsed && isJsonObject(parsed.value) ? parsed.value : undefined;
  const fault = 'fault' in parsed ? parsed.fault : 'A context is a JSON object: { … }';
  const own = edits.find((each) => each.environmentKey === environmentKey);
  return (
    <Paper component="section" aria-label="Try it" withBorder p="md" style={{ position: 'sticky', top: 16 }}>
      <Stack>
        <div>
          <Title order={2} size="h4">
            Try it
          </Title>
          <Text size="sm" c="dimmed">
            Who gets what, evaluated in this page with your unsaved edits. An edge answers the same once they
            are published.
          </Text>
        </div>
        {shown.length > 1 && (
          <SegmentedControl
            aria-label="Environment to try"
            data={shown.map((value) => ({
              value,
              label: environments.find(({ key }) => key === value)?.name ?? value,
            }))}
            value={environmentKey ?? ''}
            onChange={setChosen}
          />
        )}
        <CodeField
          label="Context"
          description="What the application says about the user, as JSON."
          text={text}
          onChange={setText}
          error={context === undefined ? fault : undefined}
          isReadOnly={false}
        />
        {environmentKey !== undefined && (
          <RecordedValues
            projectId={place.projectId}
            environmentKey={environmentKey}
            onChoose={(attribute, value) =>
              setText(JSON.stringify(withContextValue(context ?? {}, attribute, value), null, 2))
            }
          />
        )}
        {context !== undefined && environmentKey !== undefined && own?.session !== undefined && (
          <Answer {...{ place, flag, environmentKey, context }} session={own.session} />
        )}
      </Stack>
    </Paper>
  );
}

interface AnswerProps {
  readonly place: FlagPlace;
  readonly flag: FlagRecord;
  readonly environmentKey: string;
  readonly context: EvaluationContext;
  readonly session: NonNullable<EnvironmentEdits['session']>;
}

function Answer({ place, flag, environmentKey, context, session }: AnswerProps) {
  const evaluator = useEvaluator(true);
  const set = useQuery(flagSetQuery(useApi(), place.projectId, environmentKey));
  const stored = useMemo(
    () =>
      set.data === undefined || evaluator === undefined
        ? undefined
        : evaluator.compileFlagSet(flagSetFrom(set.data)),
    [set.data, evaluator],
  );
  const compiled = useMemo(() => {
    if (stored === undefined || evaluator === undefined || set.data === undefined) return undefined;
    const { flags } = withEditedFlag({ ...flagSetFrom(set.data), segments: [] }, flag, session.edited);
    return evaluator.updateFlagSet(stored, {
      deleted: { flags: [], segments: [] },
      flags: flags.slice(-1),
      segments: [],
    });
  }, [stored, evaluator, set.data, flag, session.edited]);
  if (set.error !== null)
    return <ProblemAlert error={set.error} title="Could not load the flags of the environment" />;
  if (compiled === undefined || evaluator === undefined) return <Text size="sm">Loading the flags…</Text>;
  return (
    <Stack aria-live="polite">
      {flag.archived && (
        <Alert color="gray" p="xs">
          The flag is archived. This is what it would answer if it were restored.
        </Alert>
      )}
      <ExplanationView
        explanation={evaluator.explain(compiled, flag.key, context)}
        rules={session.edited.rules}
      />
    </Stack>
  );
}
