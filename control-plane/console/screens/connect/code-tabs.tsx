import { Code, Group, Stack, Tabs, Text } from '@mantine/core';
import { useState } from 'react';
import { CopyText } from '../../ui/copy-button.tsx';
import {
  type ApplicationKind,
  type CodeExample,
  codeExamples,
  type ExampleSettings,
} from './code-examples.ts';

interface CodeTabsProps {
  readonly kind: ApplicationKind;
  readonly settings: ExampleSettings;
}

/** Code that evaluates the flag, in the language that is chosen. */
export function CodeTabs({ kind, settings }: CodeTabsProps) {
  const [chosen, setChosen] = useState<string | null>('curl');
  const examples = codeExamples(kind, settings);
  const shown = examples.some(({ id }) => id === chosen) ? chosen : 'curl';
  return (
    <Tabs value={shown} onChange={setChosen} keepMounted={false}>
      <Tabs.List aria-label="Language">
        {examples.map(({ id, label }) => (
          <Tabs.Tab key={id} value={id}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {examples.map((example) => (
        <Tabs.Panel key={example.id} value={example.id} pt="sm">
          <Example {...example} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

function Example({ label, install, code }: CodeExample) {
  return (
    <Stack gap="xs">
      {install !== undefined && (
        <>
          <Text size="sm">Install OpenFeature&apos;s SDK and its OFREP provider:</Text>
          <Block label={`Installation for ${label}`} what="command" text={install} />
        </>
      )}
      <Text size="sm">Evaluate the flag for the user u-1:</Text>
      <Block label={`Code for ${label}`} what="code" text={code} />
    </Stack>
  );
}

function Block({
  label,
  what,
  text,
}: {
  readonly label: string;
  readonly what: string;
  readonly text: string;
}) {
  return (
    <Stack gap={4}>
      {/* It scrolls within itself, so the keyboard must reach it. */}
      <Code block tabIndex={0} role="region" aria-label={label}>
        {text}
      </Code>
      <Group>
        <CopyText value={text} what={what} />
      </Group>
    </Stack>
  );
}
