import { ActionIcon, Autocomplete, Group, MultiSelect, NativeSelect, Paper, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import type { Condition } from '../../../../shared/model/flag-set.ts';
import { convertEntries, entryTypeOf } from '../configuration/condition-entries.ts';
import { entryKindOf, OPERATOR_GROUPS } from '../configuration/operators.ts';
import { type EditorChoices, type FaultsOf, faultText } from './editor-choices.ts';
import { EntriesInput } from './entries-input.tsx';
import { useEvaluator } from './use-evaluator.ts';

interface ConditionRowProps {
  readonly condition: Condition;
  /** From 1. */
  readonly number: number;
  readonly choices: EditorChoices;
  readonly onChange: (condition: Condition) => void;
  readonly onRemove: () => void;
  /** Of this condition: paths such as `values`. */
  readonly faultsOf: FaultsOf;
  readonly isReadOnly: boolean;
}

const CHECKED_KINDS = ['pattern', 'instant', 'version', 'address'];

/** One condition of a rule: an attribute, an operator and values, or membership in segments. */
export function ConditionRow(props: ConditionRowProps) {
  const { condition, number, choices, onRemove, faultsOf, isReadOnly } = props;
  const isSegment = condition.conditionType === 'segment';
  const evaluator = useEvaluator(!isSegment && CHECKED_KINDS.includes(entryKindOf(condition.operator)));
  const problems = evaluator?.checkCondition(condition).filter(({ path }) => path.startsWith('values')) ?? [];
  const known = choices.attributes.find(({ name }) => name === condition.attribute)?.values ?? [];
  const valuesFault = faultText([...problems.map(({ message }) => message), ...faultsOf('values')]);
  return (
    <Paper role="group" aria-label={`Condition ${number}`} withBorder p="xs" radius="sm">
      <Group gap="xs" align="flex-start">
        <Text size="sm" c="dimmed" w={28} pt={8}>
          {number === 1 ? 'If' : 'and'}
        </Text>
        {isSegment ? <SegmentPart {...props} error={valuesFault} /> : <AttributePart {...props} />}
        {!isSegment && entryKindOf(condition.operator) !== 'none' && (
          <EntriesInput
            values={condition.values}
            kind={entryKindOf(condition.operator)}
            onChange={(values) => props.onChange({ ...condition, values })}
            known={known.map(({ value }) => value)}
            error={valuesFault}
            isReadOnly={isReadOnly}
          />
        )}
        {!isReadOnly && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            onClick={onRemove}
            aria-label={`Remove condition ${number}`}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        )}
      </Group>
      {faultText(faultsOf('')) !== undefined && (
        <Text size="sm" c="red" role="alert" mt={4}>
          {faultText(faultsOf(''))}
        </Text>
      )}
    </Paper>
  );
}

function AttributePart({ condition, choices, onChange, faultsOf, isReadOnly }: ConditionRowProps) {
  const changeOperator = (operator: string) => {
    const kind = entryKindOf(operator);
    const type = entryTypeOf(kind === 'any' ? condition.values : [], kind);
    const values = kind === 'none' ? [] : convertEntries(condition.values, type, kind);
    onChange({ ...condition, operator, values });
  };
  return (
    <>
      <Autocomplete
        aria-label="Attribute"
        placeholder="Attribute, such as plan"
        data={choices.attributes.map(({ name }) => name)}
        limit={50}
        value={condition.attribute}
        onChange={(attribute) => onChange({ ...condition, attribute })}
        error={faultText(faultsOf('attribute'))}
        readOnly={isReadOnly}
        flex="1 1 9rem"
        miw={0}
      />
      <NativeSelect
        aria-label="Operator"
        data={OPERATOR_GROUPS.map(({ group, operators }) => ({
          group,
          items: operators.map(({ operator, label }) => ({ value: operator, label })),
        }))}
        value={condition.operator}
        onChange={({ currentTarget }) => changeOperator(currentTarget.value)}
        error={faultText(faultsOf('operator'))}
        disabled={isReadOnly}
        flex="0 1 13rem"
      />
    </>
  );
}

function SegmentPart({
  condition,
  choices,
  onChange,
  error,
  isReadOnly,
}: ConditionRowProps & { readonly error: string | undefined }) {
  const keys = condition.values.filter((value) => typeof value === 'string');
  const known = choices.segments.map(({ key, name }) => ({
    value: key,
    label: name === key ? key : `${name} (${key})`,
  }));
  const unknown = keys.filter((key) => !known.some(({ value }) => value === key));
  return (
    <>
      <NativeSelect
        aria-label="Operator"
        data={[
          { value: 'in', label: 'is in a segment' },
          { value: 'not_in', label: 'is in none of the segments' },
        ]}
        value={condition.operator === 'in' || condition.operator === 'eq' ? 'in' : 'not_in'}
        onChange={({ currentTarget }) => onChange({ ...condition, operator: currentTarget.value })}
        disabled={isReadOnly}
        flex="0 1 15rem"
      />
      <MultiSelect
        aria-label="Segments"
        placeholder={keys.length === 0 ? 'Choose segments' : ''}
        data={[...known, ...unknown.map((value) => ({ value, label: `${value} (does not exist)` }))]}
        value={keys}
        onChange={(values) => onChange({ ...condition, values })}
        searchable
        nothingFoundMessage="No such segment"
        limit={100}
        error={error}
        readOnly={isReadOnly}
        flex="2 1 14rem"
        miw={0}
      />
    </>
  );
}
