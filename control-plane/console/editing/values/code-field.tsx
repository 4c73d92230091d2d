import { Input, Skeleton } from '@mantine/core';
import { useEffect, useId, useRef, useState } from 'react';
import type { CodeEditor } from './code-mirror.ts';

interface CodeFieldProps {
  readonly label: string;
  readonly description?: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly error: string | undefined;
  readonly isReadOnly: boolean;
}

/** A field for JSON. The editor is loaded when the field is first shown. */
export function CodeField({ label, description, text, onChange, error, isReadOnly }: CodeFieldProps) {
  const holder = useRef<HTMLDivElement>(null);
  const editor = useRef<CodeEditor>(undefined);
  const latest = useRef({ text, onChange });
  const [isLoading, setLoading] = useState(true);
  const errorId = useId();
  latest.current = { text, onChange };
  useEffect(() => {
    let isGone = false;
    void import('./code-mirror.ts').then(({ createCodeEditor }) => {
      if (isGone || holder.current === null) return;
      editor.current = createCodeEditor({
        parent: holder.current,
        text: latest.current.text,
        label,
        describedBy: errorId,
        isReadOnly,
        onChange: (next) => latest.current.onChange(next),
      });
      setLoading(false);
    });
    return () => {
      isGone = true;
      editor.current?.destroy();
      editor.current = undefined;
    };
  }, [label, errorId, isReadOnly]);
  useEffect(() => editor.current?.setText(text), [text]);
  return (
    <Input.Wrapper label={label} labelElement="div" description={description}>
      {isLoading && <Skeleton height={80} aria-label={`Loading the editor of ${label}`} />}
      <div ref={holder} style={{ marginTop: 4, minWidth: 0 }} />
      <Input.Error id={errorId} mt={4} role={error === undefined ? undefined : 'alert'}>
        {error}
      </Input.Error>
    </Input.Wrapper>
  );
}
