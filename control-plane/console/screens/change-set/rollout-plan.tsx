import { Autocomplete, Button, Group, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../api/api-context.tsx';
import { environmentsQuery } from '../../api/project-queries.ts';
import { ActionProblem } from './action-problem.tsx';
import { type RolloutStatus, reviewedConfigurationQuery, rolloutQuery } from './change-set-parts.ts';
import { type SectionProps, useAction } from './opened-change-set.ts';
import { RolloutSteps } from './rollout-steps.tsx';
import {
  DEFAULT_STEPS,
  type PlannedStep,
  ruleLabel,
  stepFault,
  stepsForApi,
  stepsOf,
} from './rollout-values.ts';

/** Plans a gradual rollout of this draft. */
export function RolloutPlan({ opened }: SectionProps) {
  const hasPlan = opened.changeSet.rolloutState !== null;
  const plan = useQuery({ ...rolloutQuery(useApi(), opened.path), enabled: hasPlan });
  if (hasPlan && plan.data === undefined) return null;
  const known = hasPlan ? plan.data : undefined;
  return <RolloutPlanForm key={JSON.stringify(known?.steps)} opened={opened} plan={known} />;
}

interface RolloutPlanFormProps extends SectionProps {
  readonly plan: RolloutStatus | undefined;
}

function RolloutPlanForm({ opened, plan }: RolloutPlanFormProps) {
  const { changeSet, mayEdit } = opened;
  const [target, setTarget] = useState({
    flagKey: plan?.flagKey ?? changeSet.flagKeys[0] ?? '',
    environmentKey: plan?.environmentKey ?? changeSet.environmentKeys[0] ?? '',
    ruleId: plan?.ruleId ?? '',
    variation: plan?.variation ?? '',
  });
  const [steps, setSteps] = useState<readonly PlannedStep[]>(
    plan === undefined ? DEFAULT_STEPS : stepsOf(plan.steps),
  );
  const save = useAction(opened, {
    run: (calls) => calls.planRollout({ ...target, steps: stepsForApi(steps) }),
    done: 'The steps are planned. Publish it to start with the first one.',
  });
  const remove = useAction(opened, {
    run: (calls) => calls.removeRollout(),
    done: 'The steps are removed.',
  });
  const isComplete = Object.values(target).every((value) => value !== '') && stepFault(steps) === undefined;
  return (
    <Stack gap="sm">
      <Text size="sm">
        A gradual rollout gives one variation of one rule to more and more users. Who has it keeps it. The
        other changes of this draft are applied with the first step.
      </Text>
      <RolloutTarget
        projectId={opened.path.projectId}
        known={changeSet}
        target={target}
        onChange={setTarget}
      />
      <RolloutSteps steps={steps} onChange={setSteps} />
      <Group>
        <Button onClick={() => save.mutate()} loading={save.isPending} disabled={!mayEdit || !isComplete}>
          {plan === undefined ? 'Plan these steps' : 'Change the plan'}
        </Button>
        {plan !== undefined && (
          <Button
            variant="default"
            onClick={() => remove.mutate()}
            loading={remove.isPending}
            disabled={!mayEdit}
          >
            Remove the steps
          </Button>
        )}
      </Group>
      {plan !== undefined && (
        <Text size="sm">Planned. Start it under “Now”, or choose its time under “At a time”.</Text>
      )}
      {!mayEdit && <Text size="sm">This needs the role editor in an environment of the project.</Text>}
      <ActionProblem error={save.error} title="The steps were not planned" />
      <ActionProblem error={remove.error} title="The steps were not removed" />
    </Stack>
  );
}

interface Target {
  readonly flagKey: string;
  readonly environmentKey: string;
  readonly ruleId: string;
  readonly variation: string;
}

interface RolloutTargetProps {
  readonly projectId: string;
  readonly known: { readonly flagKeys: readonly string[] };
  readonly target: Target;
  readonly onChange: (target: Target) => void;
}

/** The rule and the variation. They are of the configuration of now. */
function RolloutTarget({ projectId, known, target, onChange }: RolloutTargetProps) {
  const api = useApi();
  const { flagKey, environmentKey, ruleId, variation } = target;
  const environments = useQuery(environmentsQuery(api, projectId));
  const configuration = useQuery({
    ...reviewedConfigurationQuery(api, { projectId, flagKey, environmentKey }),
    enabled: flagKey !== '' && environmentKey !== '',
    retry: false,
  });
  const rules = configuration.data?.rules.map((rule, index) => ({
    value: rule.id,
    label: ruleLabel(rule, index),
  }));
  const variations = configuration.data?.variations.map(({ key }) => key) ?? [];
  const other = { ruleId: '', variation: '' };
  return (
    <>
      <Group grow align="flex-start">
        <Autocomplete
          label="Flag"
          data={[...known.flagKeys]}
          value={flagKey}
          error={configuration.isError ? 'This flag cannot be read.' : undefined}
          onChange={(key) => onChange({ ...target, ...other, flagKey: key })}
        />
        <Select
          label="Environment"
          data={environments.data?.map(({ key }) => key) ?? []}
          value={environmentKey === '' ? null : environmentKey}
          allowDeselect={false}
          onChange={(key) => onChange({ ...target, ...other, environmentKey: key ?? '' })}
        />
      </Group>
      <Select
        label="Rule"
        description="It must give the variation to fewer users than the first step does."
        placeholder={rules?.length === 0 ? 'The flag has no rules yet: add one on its page' : 'Choose'}
        data={rules ?? []}
        value={ruleId === '' ? null : ruleId}
        allowDeselect={false}
        onChange={(id) => onChange({ ...target, ruleId: id ?? '' })}
      />
      <Select
        label="Variation that more and more users get"
        placeholder="Choose"
        data={variations}
        value={variation === '' ? null : variation}
        allowDeselect={false}
        onChange={(key) => onChange({ ...target, variation: key ?? '' })}
      />
    </>
  );
}
