import { json, jsonParseLinter } from '@codemirror/lang-json';
import { linter } from '@codemirror/lint';
import { basicSetup, EditorView } from 'codemirror';

export interface CodeEditor {
  /** Replaces the text, unless it is the same. */
  setText(text: string): void;
  destroy(): void;
}

interface CodeEditorOptions {
  readonly parent: HTMLElement;
  readonly text: string;
  readonly label: string;
  readonly describedBy: string;
  readonly isReadOnly: boolean;
  readonly onChange: (text: string) => void;
}

const LOOK = EditorView.theme({
  '&': {
    backgroundColor: '#ffffff',
    color: '#1a1b1e',
    border: '1px solid var(--mantine-color-default-border)',
    borderRadius: 'var(--mantine-radius-md)',
    fontSize: '0.875rem',
  },
  '&.cm-focused': { outline: '2px solid var(--mantine-primary-color-filled)', outlineOffset: '1px' },
  '.cm-scroller': {
    fontFamily: 'var(--mantine-font-family-monospace)',
    maxHeight: '24rem',
    minHeight: '4rem',
  },
  '.cm-gutters': { borderRadius: 'var(--mantine-radius-md) 0 0 var(--mantine-radius-md)' },
});

/** An editor of JSON. Tab leaves it, as any other field. */
export function createCodeEditor({ parent, text, onChange, ...options }: CodeEditorOptions): CodeEditor {
  let isSetting = false;
  const onEdit = EditorView.updateListener.of((update) => {
    if (update.docChanged && !isSetting) onChange(update.state.doc.toString());
  });
  const view = new EditorView({
    doc: text,
    parent,
    extensions: [basicSetup, jsonExtensions(options), onEdit],
  });
  return {
    setText(next) {
      if (view.state.doc.toString() === next) return;
      isSetting = true;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
      isSetting = false;
    },
    destroy: () => view.destroy(),
  };
}

function jsonExtensions({
  label,
  describedBy,
  isReadOnly,
}: Pick<CodeEditorOptions, 'label' | 'describedBy' | 'isReadOnly'>) {
  const checkSyntax = jsonParseLinter();
  return [
    json(),
    linter((view) => (view.state.doc.length === 0 ? [] : checkSyntax(view))),
    LOOK,
    EditorView.lineWrapping,
    EditorView.editable.of(!isReadOnly),
    EditorView.contentAttributes.of({
      'aria-label': label,
      'aria-describedby': describedBy,
      ...(isReadOnly ? { tabindex: '0', 'aria-readonly': 'true' } : {}),
    }),
  ];
}
