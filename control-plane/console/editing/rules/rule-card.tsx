import { useSortable } from '@dnd-kit/sortable';
import { ActionIcon, Badge, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconGripVertical, IconTrash } from '@tabler/icons-react';
import type { EditedRule, EditedVariation } from '../configuration/edited-configuration.ts';
import { ConditionsEditor } from './conditions-editor.tsx';
import { type EditorChoices, type FaultsOf, faultText } from './editor-choices.ts';
import { ServeEditor } from './serve-editor.tsx';

interface RuleCardProps {
  readonly rule: EditedRule;
  /** From 0. */
  readonly index: number;
  readonly count: number;
  /** Whether a rule before it matches everybody. */
  readonly isUnreachable: boolean;
  readonly variations: readonly EditedVariation[];
  readonly choices: EditorChoices;
  readonly onChange: (rule: EditedRule) => void;
  readonly onMove: (to: number) => void;
  readonly onRemove: () => void;
  /** Of the rule: paths such as `conditions[0].values`. */
  readonly faultsOf: FaultsOf;
  readonly isReadOnly: boolean;
}

/** One rule. It can be dragged by its handle, by mouse and by keyboard. */
export function RuleCard(props: RuleCardProps) {
  const { rule, index, onChange, faultsOf, isReadOnly } = props;
  const { setNodeRef, transform, transition, isDragging } = useSortable({
    id: rule.id,
    disabled: isReadOnly,
  });
  const isForAll = rule.conditions.length === 0;
  const ownFault = faultText([...faultsOf('id'), ...faultsOf('priority')]);
  return (
    <Paper
      ref={setNodeRef}
      component="li"
      aria-label={`Rule ${index + 1}`}
      withBorder
      p="sm"
      style={{
        transform: transform === null ? undefined : `translate3d(${transform.x}px, ${transform.y}px, 0)`,
        transition,
        opacity: isDragging ? 0.6 : 1,
        zIndex: isDragging ? 1 : undefined,
        position: 'relative',
      }}
    >
      <Stack gap="sm">
        <RuleHeader {...props} isForAll={isForAll} />
        {ownFault !== undefined && (
          <Text size="sm" c="red" role="alert">
            {ownFault}
          </Text>
        )}
        {(rule.description !== '' || !isReadOnly) && (
          <TextInput
            aria-label={`Description of rule ${index + 1}`}
            placeholder="Why this rule exists"
            size="xs"
            variant={isReadOnly ? 'unstyled' : 'default'}
            value={rule.description}
            onChange={({ currentTarget }) => onChange({ ...rule, description: currentTarget.value })}
            error={faultText(faultsOf('description'))}
            readOnly={isReadOnly}
          />
        )}
        <ConditionsEditor
          conditions={rule.conditions}
          onChange={(conditions) => onChange({ ...rule, conditions })}
          choices={props.choices}
          faultsOf={(path) => faultsOf(`conditions${path}`)}
          isReadOnly={isReadOnly}
        />
        <ServeEditor
          serve={rule.serve}
          variations={props.variations}
          onChange={(serve) => onChange({ ...rule, serve })}
          faultsOf={(path) => faultsOf(`serve.${path}`)}
          isReadOnly={isReadOnly}
        />
      </Stack>
    </Paper>
  );
}

function RuleHeader({
  rule,
  index,
  count,
  isUnreachable,
  isForAll,
  onMove,
  onRemove,
  isReadOnly,
}: RuleCardProps & { readonly isForAll: boolean }) {
  const { attributes, listeners, setActivatorNodeRef } = useSortable({ id: rule.id, disabled: isReadOnly });
  const number = index + 1;
  return (
    <Group justify="space-between" gap="xs" wrap="nowrap">
      <Group gap="xs" miw={0}>
        {!isReadOnly && (
          <ActionIcon
            ref={setActivatorNodeRef}
            variant="subtle"
            color="gray"
            {...attributes}
            {...listeners}
            aria-label={`Drag rule ${number}`}
            style={{ cursor: 'grab', touchAction: 'none' }}
          >
            <IconGripVertical size={16} aria-hidden />
          </ActionIcon>
        )}
        <Title order={4} size="sm">
          {isForAll ? `Rule ${number}: everybody` : `Rule ${number}`}
        </Title>
        {isForAll && (
          <Badge variant="default" tt="none">
            fallthrough
          </Badge>
        )}
        {isUnreachable && (
          <Badge variant="default" tt="none">
            never reached
          </Badge>
        )}
      </Group>
      {!isReadOnly && (
        <Group gap={2} wrap="nowrap">
          <ActionIcon
            variant="subtle"
            color="gray"
            onClick={() => onMove(index - 1)}
            disabled={index === 0}
            aria-label={`Move rule ${number} up`}
          >
            <IconArrowUp size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            onClick={() => onMove(index + 1)}
            disabled={index === count - 1}
            aria-label={`Move rule ${number} down`}
          >
            <IconArrowDown size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon variant="subtle" color="gray" onClick={onRemove} aria-label={`Remove rule ${number}`}>
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </Group>
      )}
    </Group>
  );
}
