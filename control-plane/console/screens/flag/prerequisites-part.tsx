import { ActionIcon, Anchor, Button, Group, MultiSelect, Paper, Select, Stack, Text } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Prerequisite } from '../../../../shared/model/flag-set.ts';
import { useApi } from '../../api/api-context.tsx';
import { faultText } from '../../editing/rules/editor-choices.ts';
import type { ConfigurationPartProps } from './configuration-part.ts';
import { configurationQuery, flagsToChooseQuery } from './flag-queries.ts';

/** Other flags that must serve certain variations before this one serves anything but its default value. */
export function PrerequisitesPart(props: ConfigurationPartProps) {
  const { configuration, onEdit, isReadOnly } = props;
  const { prerequisites } = configuration;
  const set = (next: readonly Prerequisite[]) => onEdit((current) => ({ ...current, prerequisites: next }));
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        A prerequisite is another flag that must be on and serve one of the chosen variations to the same
        user. Otherwise this flag serves its default value.
      </Text>
      {prerequisites.length === 0 && (
        <Text size="sm">No prerequisites: the rules of this flag alone decide.</Text>
      )}
      {prerequisites.map((prerequisite, index) => (
        <PrerequisiteRow
          // biome-ignore lint/suspicious/noArrayIndexKey: the flag of a prerequisite is what is edited
          key={index}
          {...props}
          prerequisite={prerequisite}
          index={index}
          onChange={(changed) => set(prerequisites.map((each, at) => (at === index ? changed : each)))}
          onRemove={() => set(prerequisites.filter((_, at) => at !== index))}
        />
      ))}
      {!isReadOnly && (
        <Button
          size="xs"
          variant="light"
          style={{ alignSelf: 'flex-start' }}
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => set([...prerequisites, { flagKey: '', variations: [] }])}
        >
          Add a prerequisite
        </Button>
      )}
    </Stack>
  );
}

interface PrerequisiteRowProps extends ConfigurationPartProps {
  readonly prerequisite: Prerequisite;
  readonly index: number;
  readonly onChange: (prerequisite: Prerequisite) => void;
  readonly onRemove: () => void;
}

function PrerequisiteRow({
  place,
  environmentKey,
  prerequisite,
  index,
  onChange,
  onRemove,
  faultsOf,
  isReadOnly,
  configuration,
}: PrerequisiteRowProps) {
  const api = useApi();
  const { flagKey, variations } = prerequisite;
  const flags = useQuery({ ...flagsToChooseQuery(api, place.projectId), enabled: !isReadOnly });
  const required = useQuery({
    ...configurationQuery(api, { ...place, flagKey }, environmentKey),
    enabled: flagKey !== '',
  });
  const others = configuration.prerequisites.map((each) => each.flagKey).filter((key) => key !== flagKey);
  const known = flags.data?.map(({ key }) => key) ?? [];
  const offered = [...new Set([...(flagKey === '' ? [] : [flagKey]), ...known])].filter(
    (key) => key !== place.flagKey && !others.includes(key),
  );
  const keys = required.data?.configuration.variations.map(({ key }) => key) ?? [];
  return (
    <Paper role="group" aria-label={`Prerequisite ${index + 1}`} withBorder p="sm">
      <Group align="flex-start" gap="xs">
        <Select
          label="Flag"
          flex="1 1 12rem"
          data={offered}
          value={flagKey === '' ? null : flagKey}
          onChange={(next) => onChange({ flagKey: next ?? '', variations: [] })}
          searchable
          limit={100}
          placeholder="Choose a flag"
          error={faultText(faultsOf(`prerequisites[${index}].flagKey`))}
          readOnly={isReadOnly}
        />
        <MultiSelect
          label="must serve one of"
          flex="1 1 12rem"
          data={[...new Set([...keys, ...variations])]}
          value={[...variations]}
          onChange={(next) => onChange({ flagKey, variations: next })}
          error={faultText(faultsOf(`prerequisites[${index}].variations`))}
          readOnly={isReadOnly}
          disabled={flagKey === ''}
        />
        {!isReadOnly && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            mt={24}
            onClick={onRemove}
            aria-label={`Remove prerequisite ${index + 1}`}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        )}
      </Group>
      {flagKey !== '' && (
        <RequiredFlag
          href={`/projects/${place.projectId}/flags/${encodeURIComponent(flagKey)}?environment=${environmentKey}`}
          flagKey={flagKey}
          isOff={required.data?.configuration.enabled === false}
        />
      )}
    </Paper>
  );
}

interface RequiredFlagProps {
  readonly href: string;
  readonly flagKey: string;
  readonly isOff: boolean;
}

function RequiredFlag({ href, flagKey, isOff }: RequiredFlagProps) {
  return (
    <Group gap="xs" mt={4}>
      <Anchor size="sm" component={Link} to={href}>
        Open {flagKey}
      </Anchor>
      {isOff && (
        <Text size="sm" c="orange">
          It is off in this environment, so this flag serves its default value.
        </Text>
      )}
    </Group>
  );
}
