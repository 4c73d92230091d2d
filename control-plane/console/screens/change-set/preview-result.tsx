import { Alert, Badge, Code, List, Stack, Text, Title } from '@mantine/core';
import type { components } from '../../../../shared/management-client/openapi.ts';
import type { JsonValue } from '../../../../shared/model/json.ts';
import { valueText } from '../../editing/diff/value-words.ts';
import { type DataColumn, DataTable } from '../../ui/data-table.tsx';
import { outcomeWords, sampleWords } from './preview-values.ts';

type Preview = components['schemas']['Preview'];
type PreviewedFlag = Preview['flags'][number];
type Transition = PreviewedFlag['transitions'][number];
type GivenOutcome = Preview['given'][number];
type Example = NonNullable<Preview['examples']>[number];

interface PreviewResultProps {
  readonly preview: Preview;
  readonly contexts: readonly Readonly<Record<string, JsonValue>>[];
}

/** What a preview found, and what limits the meaning of its numbers. */
export function PreviewResult({ preview, contexts }: PreviewResultProps) {
  const { sample, flags, flagsLeftOff, given, examples, notes } = preview;
  return (
    <Stack gap="sm">
      {sample !== null && <Text>{sampleWords(sample)}</Text>}
      {sample !== null && flags.map((flag) => <FlagTransitions key={flag.flagKey} flag={flag} />)}
      {flags.length === 0 && (
        <Text size="sm" c="dimmed">
          No flag of this environment evaluates differently.
        </Text>
      )}
      {flagsLeftOff > 0 && <Text size="sm">{flagsLeftOff} more flags differ and are not listed.</Text>}
      {given.length > 0 && <GivenOutcomes given={given} contexts={contexts} />}
      {examples !== null && examples.length > 0 && <Examples examples={examples} />}
      {notes.length > 0 && (
        <Alert color="gray" title="What limits these numbers">
          <List size="sm">
            {notes.map(({ code, message }) => (
              <List.Item key={code}>{message}</List.Item>
            ))}
          </List>
        </Alert>
      )}
    </Stack>
  );
}

function FlagTransitions({ flag }: { readonly flag: PreviewedFlag }) {
  const { flagKey, evaluated, changed, transitions, otherUsers, dependsOnPrivate } = flag;
  const columns: DataColumn<Transition>[] = [
    { title: 'Gets now', cell: ({ before }) => outcomeWords(before) },
    { title: 'Would get', cell: ({ after }) => outcomeWords(after) },
    { title: 'Users', cell: ({ users }) => users.toLocaleString() },
    { title: 'Changes', cell: (transition) => <ChangedBadge isChanged={transition.changed} /> },
  ];
  return (
    <div>
      <Title order={3} size="h5">
        {flagKey}: {changed.toLocaleString()} of {evaluated.toLocaleString()} users
      </Title>
      <DataTable
        label={`Users of ${flagKey}`}
        columns={columns}
        rows={transitions}
        keyOf={({ before, after }) => JSON.stringify([before, after])}
      />
      {otherUsers > 0 && (
        <Text size="sm">{otherUsers.toLocaleString()} users of rarer changes are not listed.</Text>
      )}
      {dependsOnPrivate && (
        <Text size="sm">
          It may read a private attribute, which is not recorded: the real numbers may be different.
        </Text>
      )}
    </div>
  );
}

function ChangedBadge({ isChanged }: { readonly isChanged: boolean }) {
  return (
    <Badge size="sm" color={isChanged ? 'blue' : 'gray'} autoContrast>
      {isChanged ? 'changes' : 'stays'}
    </Badge>
  );
}

interface GivenOutcomesProps {
  readonly given: readonly GivenOutcome[];
  readonly contexts: PreviewResultProps['contexts'];
}

function GivenOutcomes({ given, contexts }: GivenOutcomesProps) {
  const columns: DataColumn<GivenOutcome>[] = [
    { title: 'Context', cell: ({ context }) => contextName(contexts[context], context) },
    { title: 'Flag', cell: ({ flagKey }) => flagKey },
    { title: 'Gets now', cell: ({ before }) => outcomeWords(before) },
    { title: 'Would get', cell: ({ after }) => outcomeWords(after) },
    { title: 'Changes', cell: ({ changed }) => <ChangedBadge isChanged={changed} /> },
  ];
  return (
    <DataTable
      label="Your contexts"
      columns={columns}
      rows={given}
      keyOf={({ context, flagKey }) => `${context} ${flagKey}`}
    />
  );
}

function contextName(context: Readonly<Record<string, JsonValue>> | undefined, index: number): string {
  const key = context?.targetingKey;
  return typeof key === 'string' ? key : `Context ${index + 1}`;
}

function Examples({ examples }: { readonly examples: readonly Example[] }) {
  const columns: DataColumn<Example>[] = [
    { title: 'User', cell: ({ user }) => user ?? 'without a key' },
    { title: 'Flag', cell: ({ flagKey }) => flagKey },
    {
      title: 'Attributes',
      cell: ({ attributes }) => <Code style={{ whiteSpace: 'pre-wrap' }}>{valueText(attributes)}</Code>,
    },
    { title: 'Gets now', cell: ({ before }) => outcomeWords(before) },
    { title: 'Would get', cell: ({ after }) => outcomeWords(after) },
  ];
  return (
    <DataTable
      label="Examples of users"
      columns={columns}
      rows={examples}
      keyOf={({ user, flagKey, attributes }) => JSON.stringify([user, flagKey, attributes])}
    />
  );
}
