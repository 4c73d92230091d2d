import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { Button, Group, Stack, Text } from '@mantine/core';
import { randomId } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { fallthroughIndex, firstServe, moveRule, withNewRule } from '../configuration/edit-rules.ts';
import {
  type EditedConfiguration,
  type EditedRule,
  NEW_RULE_PREFIX,
} from '../configuration/edited-configuration.ts';
import { dragAnnouncements } from './drag-announcements.ts';
import type { EditorChoices, FaultsOf } from './editor-choices.ts';
import { NEW_ATTRIBUTE_CONDITION } from './new-conditions.ts';
import { RuleCard } from './rule-card.tsx';

interface RulesEditorProps {
  readonly configuration: Pick<EditedConfiguration, 'rules' | 'variations'>;
  readonly onChange: (rules: readonly EditedRule[]) => void;
  readonly choices: EditorChoices;
  /** Of the configuration: paths such as `rules[0].serve`. */
  readonly faultsOf: FaultsOf;
  readonly isReadOnly: boolean;
}

/** The rules of a configuration. The first one whose conditions all hold decides. */
export function RulesEditor({ configuration, onChange, choices, faultsOf, isReadOnly }: RulesEditorProps) {
  const { rules, variations } = configuration;
  const sensors = useSensors(
    useSensor(PointerSensor),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const end = fallthroughIndex(rules);
  const placeOf = (id: DragEndEvent['active']['id']) => rules.findIndex((rule) => rule.id === id);
  const drop = ({ active, over }: DragEndEvent) => {
    if (over !== null) onChange(moveRule(rules, placeOf(active.id), placeOf(over.id)));
  };
  return (
    <Stack gap="sm">
      <DndContext
        sensors={sensors}
        collisionDetection={closestCenter}
        onDragEnd={drop}
        accessibility={{ announcements: dragAnnouncements(placeOf, rules.length) }}
      >
        <SortableContext items={rules.map(({ id }) => id)} strategy={verticalListSortingStrategy}>
          <Stack component="ol" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
            {rules.map((rule, index) => (
              <RuleCard
                key={rule.id}
                rule={rule}
                index={index}
                count={rules.length}
                isUnreachable={end >= 0 && index > end}
                variations={variations}
                choices={choices}
                onChange={(changed) => onChange(rules.map((each) => (each.id === rule.id ? changed : each)))}
                onMove={(to) => onChange(moveRule(rules, index, to))}
                onRemove={() => onChange(rules.filter(({ id }) => id !== rule.id))}
                faultsOf={(path) => faultsOf(`rules[${index}].${path}`)}
                isReadOnly={isReadOnly}
              />
            ))}
          </Stack>
        </SortableContext>
      </DndContext>
      {rules.length === 0 && (
        <Text size="sm" c="dimmed">
          No rules: everybody gets the default value.
        </Text>
      )}
      {!isReadOnly && <NewRuleButtons configuration={configuration} onChange={onChange} />}
    </Stack>
  );
}

function NewRuleButtons({ configuration, onChange }: Pick<RulesEditorProps, 'configuration' | 'onChange'>) {
  const { rules, variations } = configuration;
  const add = (conditions: EditedRule['conditions']) =>
    onChange(
      withNewRule(rules, {
        id: randomId(NEW_RULE_PREFIX),
        priority: 0,
        description: '',
        conditions,
        serve: firstServe(variations),
      }),
    );
  return (
    <Group gap="xs">
      <Button
        size="xs"
        variant="light"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => add([NEW_ATTRIBUTE_CONDITION])}
      >
        Add a rule
      </Button>
      {fallthroughIndex(rules) < 0 && (
        <Button size="xs" variant="default" onClick={() => add([])}>
          Add a rule for everybody else
        </Button>
      )}
    </Group>
  );
}
