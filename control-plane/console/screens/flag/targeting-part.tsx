import { Alert, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../api/api-context.tsx';
import { useRights } from '../../api/rights.ts';
import { ruleText } from '../../editing/diff/rule-words.ts';
import { RulesEditor } from '../../editing/rules/rules-editor.tsx';
import type { ConfigurationPartProps } from './configuration-part.ts';
import { DefaultValueEditor } from './default-value.tsx';
import { seenAttributesQuery, segmentsToChooseQuery } from './flag-queries.ts';

/** Who gets what in one environment: the rules, and the default value. */
export function TargetingPart(props: ConfigurationPartProps) {
  const { place, environmentKey, configuration, onEdit, faultsOf, isReadOnly } = props;
  const api = useApi();
  const mayReadContexts = useRights(place.projectId).readsContexts(environmentKey);
  const segments = useQuery(segmentsToChooseQuery(api, place.projectId));
  const seen = useQuery({
    ...seenAttributesQuery(api, place.projectId, environmentKey),
    enabled: mayReadContexts && !isReadOnly,
  });
  const choices = { segments: segments.data ?? [], attributes: seen.data?.attributes ?? [] };
  return (
    <Stack>
      {!configuration.enabled && (
        <Alert color="gray" variant="light" p="xs">
          The flag is off: everybody gets the default value. The rules count when it is on.
        </Alert>
      )}
      {configuration.prerequisites.length > 0 && (
        <Text size="sm">
          Needs first:{' '}
          {configuration.prerequisites
            .map(({ flagKey, variations }) => `${flagKey} serves ${variations.join(' or ')}`)
            .join('; ')}
          . Otherwise everybody gets the default value.
        </Text>
      )}
      <div>
        <Title order={3} size="h5">
          Rules
        </Title>
        <Text size="sm" c="dimmed">
          Tried from the first to the last. The first one whose conditions all hold decides what is served.
        </Text>
      </div>
      <RulesEditor
        configuration={configuration}
        onChange={(rules) => onEdit((current) => ({ ...current, rules }))}
        choices={choices}
        faultsOf={faultsOf}
        isReadOnly={isReadOnly}
      />
      <DefaultValueEditor {...props} />
      <Text size="sm" c="dimmed">
        In short: {summary(configuration)}
      </Text>
    </Stack>
  );
}

function summary({ enabled, rules }: ConfigurationPartProps['configuration']): string {
  if (!enabled) return 'off for everybody.';
  if (rules.length === 0) return 'the default value for everybody.';
  const words = rules.slice(0, 3).map(({ conditions, serve }) => ruleText({ conditions, serve }));
  return `${words.join('; then ')}${rules.length > 3 ? `; then ${rules.length - 3} more rules` : ''}.`;
}
