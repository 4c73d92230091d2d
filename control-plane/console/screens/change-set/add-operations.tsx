import { Button, Group, JsonInput, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { ActionProblem } from './action-problem.tsx';
import { type SectionProps, useAction } from './opened-change-set.ts';
import { operationsFromText } from './operations-from-text.ts';

/** For experts: operations as the API takes them. */
export function AddOperations({ opened }: SectionProps) {
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button size="xs" variant="default" onClick={open}>
        Add as JSON
      </Button>
      <Modal opened={isOpen} onClose={close} title="Add operations as JSON" size="lg">
        {isOpen && <AddOperationsForm opened={opened} onClose={close} />}
      </Modal>
    </>
  );
}

function AddOperationsForm({ opened, onClose }: SectionProps & { readonly onClose: () => void }) {
  const [text, setText] = useState('');
  const [fault, setFault] = useState<string>();
  const add = useAction(opened, {
    run: (calls, operations: Parameters<typeof calls.addOperations>[0]['operations']) =>
      calls.addOperations({ operations }),
    done: 'Added.',
    onDone: onClose,
  });
  const submit = () => {
    const read = operationsFromText(text);
    setFault('fault' in read ? read.fault : undefined);
    if ('operations' in read) add.mutate(read.operations);
  };
  return (
    <Stack>
      <Text size="sm">
        For experts: one operation of the management API, or a list of them. Most changes are easier to make
        on the page of the flag or segment.
      </Text>
      <JsonInput
        label="Operations"
        placeholder='{"kind": "configuration.update", "flagKey": "checkout", "environmentKey": "production", "patch": {"enabled": true}}'
        autosize
        minRows={8}
        maxRows={20}
        formatOnBlur
        data-autofocus
        value={text}
        onChange={setText}
        error={fault}
      />
      <ActionProblem error={add.error} title="Nothing was added" />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button onClick={submit} loading={add.isPending}>
          Add
        </Button>
      </Group>
    </Stack>
  );
}
