import { Alert, Badge, Code, Group, List, Paper, Stack, Text, Title } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import type {
  ConditionExplanation,
  Explanation,
  RuleExplanation,
} from '../../../../../shared/evaluation/explanation.ts';
import type { EditedRule } from '../../../editing/configuration/edited-configuration.ts';
import { formatPercent } from '../../../editing/configuration/weights.ts';
import { conditionsText, serveText } from '../../../editing/diff/rule-words.ts';
import { conditionResultWords, prerequisiteWords, reasonWords } from './explanation-words.ts';

interface ExplanationViewProps {
  readonly explanation: Explanation;
  /** The rules of the flag, by whose order they are numbered. */
  readonly rules: readonly EditedRule[];
}

/** The answer, and every step that led to it. */
export function ExplanationView({ explanation, rules }: ExplanationViewProps) {
  const { resolution, problems, prerequisites } = explanation;
  return (
    <Stack gap="sm">
      <Paper withBorder p="sm" radius="sm" role="status" aria-label="Answer">
        <Group gap="xs">
          <Badge tt="none" size="lg" color={resolution.errorCode === null ? 'blue' : 'red'}>
            {resolution.variationKey ?? 'no variation'}
          </Badge>
          <Code style={{ overflowWrap: 'anywhere' }}>{JSON.stringify(resolution.value)}</Code>
        </Group>
        <Text size="sm" mt={6}>
          {reasonWords(resolution)}
        </Text>
        <Text size="xs" c="dimmed">
          Reason {resolution.reason}
          {resolution.errorCode === null ? '' : `, error ${resolution.errorCode}`}
        </Text>
      </Paper>
      {problems.length > 0 && (
        <Alert color="red" title="Evaluators do not understand the flag">
          <List size="sm">
            {problems.map(({ path, message }) => (
              <List.Item key={`${path} ${message}`}>
                {path}: {message}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
      {prerequisites.map((each) => (
        <Group key={each.flagKey} gap={6} wrap="nowrap" align="flex-start">
          <Mark holds={each.status === 'fulfilled'} />
          <Text size="sm">{prerequisiteWords(each)}</Text>
        </Group>
      ))}
      {explanation.rules.map((rule) => (
        <RuleSteps
          key={rule.id}
          rule={rule}
          place={rules.findIndex(({ id }) => id === rule.id)}
          rules={rules}
        />
      ))}
    </Stack>
  );
}

function RuleSteps({
  rule,
  place,
  rules,
}: {
  readonly rule: RuleExplanation;
  readonly place: number;
  readonly rules: readonly EditedRule[];
}) {
  const serve = rules[place]?.serve;
  return (
    <Paper withBorder p="xs" radius="sm">
      <Group gap="xs">
        <Title order={3} size="sm">
          Rule {place + 1}
        </Title>
        <Badge size="sm" tt="none" variant="default">
          {rule.status}
        </Badge>
        {serve !== undefined && (
          <Text size="sm" c="dimmed">
            {serveText(serve)}
          </Text>
        )}
      </Group>
      {rule.conditions.map((condition, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place
        <ConditionStep key={index} explanation={condition} />
      ))}
      {rule.rollout !== null && (
        <Text size="sm" mt={4}>
          {rule.rollout.bucket === null
            ? `The context has no usable ${rule.rollout.bucketBy} to choose a share by.`
            : `${rule.rollout.bucketBy} ${JSON.stringify(rule.rollout.value)} falls at ${formatPercent(rule.rollout.bucket)} of 100 %.`}
        </Text>
      )}
    </Paper>
  );
}

function ConditionStep({ explanation }: { readonly explanation: ConditionExplanation }) {
  return (
    <Group gap={6} wrap="nowrap" align="flex-start" mt={4}>
      <Mark holds={explanation.holds} />
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {conditionsText([explanation.condition])}
        <Text span c="dimmed" size="sm">
          {' '}
          · {conditionResultWords(explanation)}
        </Text>
      </Text>
    </Group>
  );
}

function Mark({ holds }: { readonly holds: boolean }) {
  return holds ? (
    <IconCheck
      size={16}
      color="var(--mantine-color-green-6)"
      role="img"
      aria-label="holds"
      style={{ flexShrink: 0, marginTop: 3 }}
    />
  ) : (
    <IconX
      size={16}
      color="var(--mantine-color-red-6)"
      role="img"
      aria-label="does not hold"
      style={{ flexShrink: 0, marginTop: 3 }}
    />
  );
}
