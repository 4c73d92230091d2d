import {
  Button,
  Checkbox,
  Group,
  JsonInput,
  NumberInput,
  SegmentedControl,
  Select,
  Stack,
} from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { components } from '../../../../shared/management-client/openapi.ts';
import { useApi } from '../../api/api-context.tsx';
import { answerOf } from '../../api/api-problem.ts';
import { environmentsQuery } from '../../api/project-queries.ts';
import { useRights } from '../../api/rights.ts';
import { ActionProblem } from './action-problem.tsx';
import type { SectionProps } from './opened-change-set.ts';
import { PreviewResult } from './preview-result.tsx';
import { contextsFromText, type PreviewForm, previewRequest } from './preview-values.ts';
import { Section } from './section.tsx';

/** Who is affected: the flags of one environment before and after the draft, by the evaluator of the edges. */
export function PreviewSection({ opened: { path, changeSet } }: SectionProps) {
  const api = useApi();
  const [form, setForm] = useState<PreviewForm>({
    environmentKey: changeSet.environmentKeys[0] ?? '',
    source: 'recorded',
    days: 7,
    sample: 1_000,
    hasExamples: false,
    text: '',
  });
  const preview = useMutation({
    mutationFn: (body: components['schemas']['PreviewRequest']) =>
      answerOf(
        api.POST('/api/projects/{projectId}/change-sets/{changeSetId}/preview', { params: { path }, body }),
      ),
  });
  const request = previewRequest(form);
  return (
    <Section
      title="Who is affected"
      intro="Evaluates users before and after this draft, with the same evaluator that your applications get their values from. Nothing is changed."
    >
      <Stack gap="sm">
        <PreviewFields projectId={path.projectId} form={form} onChange={setForm} />
        <Group>
          <Button
            variant="default"
            leftSection={<IconUsers size={16} aria-hidden />}
            loading={preview.isPending}
            disabled={request === undefined}
            onClick={() => request !== undefined && preview.mutate(request)}
          >
            Count them
          </Button>
        </Group>
        <ActionProblem
          error={preview.error}
          title="They could not be counted"
          hint="Mend first what is not valid or overlaps."
        />
        <div aria-live="polite">
          {preview.data && (
            <PreviewResult preview={preview.data} contexts={preview.variables?.contexts ?? []} />
          )}
        </div>
      </Stack>
    </Section>
  );
}

interface PreviewFieldsProps {
  readonly projectId: string;
  readonly form: PreviewForm;
  readonly onChange: (form: PreviewForm) => void;
}

function PreviewFields({ projectId, form, onChange }: PreviewFieldsProps) {
  const environments = useQuery(environmentsQuery(useApi(), projectId));
  const set = (part: Partial<PreviewForm>) => onChange({ ...form, ...part });
  return (
    <>
      <Group align="flex-end">
        <Select
          label="Environment"
          placeholder="Choose"
          w={{ base: '100%', xs: 170 }}
          allowDeselect={false}
          data={environments.data?.map(({ key }) => key) ?? []}
          value={form.environmentKey === '' ? null : form.environmentKey}
          onChange={(key) => set({ environmentKey: key ?? '', hasExamples: false })}
        />
        <SegmentedControl
          aria-label="Which users"
          value={form.source}
          onChange={(source) => set({ source: source === 'given' ? 'given' : 'recorded' })}
          data={[
            { value: 'recorded', label: 'Recent users' },
            { value: 'given', label: 'My own contexts' },
          ]}
        />
      </Group>
      {form.source === 'recorded' ? (
        <RecordedFields projectId={projectId} form={form} onChange={onChange} />
      ) : (
        <JsonInput
          label="Evaluation contexts"
          description="One context, or a list of at most 100: what an application sends about a user."
          placeholder='[{"targetingKey": "user-1", "plan": "premium"}]'
          autosize
          minRows={4}
          maxRows={14}
          value={form.text}
          onChange={(text) => set({ text })}
          error={form.text === '' ? undefined : contextsFromText(form.text).fault}
        />
      )}
    </>
  );
}

function RecordedFields({ projectId, form, onChange }: PreviewFieldsProps) {
  const set = (part: Partial<PreviewForm>) => onChange({ ...form, ...part });
  const readsContexts = useRights(projectId).readsContexts(form.environmentKey);
  return (
    <Group align="flex-end">
      <NumberInput
        label="Of the last days"
        min={1}
        max={30}
        allowDecimal={false}
        w={130}
        value={form.days}
        onChange={(days) => set({ days: Number(days) })}
      />
      <NumberInput
        label="Users at most"
        min={1}
        max={10_000}
        allowDecimal={false}
        thousandSeparator=","
        w={170}
        value={form.sample}
        onChange={(sample) => set({ sample: Number(sample) })}
      />
      <Checkbox
        label="Show ten of them"
        description={
          readsContexts
            ? 'With the attributes that the flag reads. The audit log keeps that you looked.'
            : `This needs the right contexts:read in ${form.environmentKey === '' ? 'the environment' : form.environmentKey}.`
        }
        disabled={!readsContexts}
        checked={form.hasExamples}
        onChange={(event) => set({ hasExamples: event.currentTarget.checked })}
      />
    </Group>
  );
}
