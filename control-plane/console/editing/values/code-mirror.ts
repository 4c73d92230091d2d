import { json, jsonParseLinter } from '@codemirror/lang-json';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { linter } from '@codemirror/lint';
import { tags } from '@lezer/highlight';
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
    backgroundColor: 'var(--mantine-color-body)',
    color: 'var(--mantine-color-text)',
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
  '.cm-content': { caretColor: 'var(--mantine-color-text)' },
  '.cm-cursor': { borderLeftColor: 'var(--mantine-color-text)' },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '.cm-gutters, .cm-activeLineGutter': {
    backgroundColor: 'var(--mantine-color-default-hover)',
    color: 'var(--mantine-color-dimmed)',
  },
  '.cm-gutters': {
    border: 'none',
    borderRadius: 'var(--mantine-radius-md) 0 0 var(--mantine-radius-md)',
  },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'light-dark(#cfe3fb, #2b4c70)',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--mantine-color-body)',
    color: 'var(--mantine-color-text)',
    borderColor: 'var(--mantine-color-default-border)',
  },
});

/** Each with a contrast of at least 4.5 to 1 on the background of its scheme. */
const COLORS = HighlightStyle.define([
  { tag: tags.propertyName, color: 'light-dark(#0b5394, #8cc2ff)' },
  { tag: tags.string, color: 'light-dark(#9c1b1b, #ffa8a8)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'light-dark(#0b6b3a, #8ce99a)' },
]);

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
    syntaxHighlighting(COLORS),
    EditorView.lineWrapping,
    EditorView.editable.of(!isReadOnly),
    EditorView.contentAttributes.of({
      'aria-label': label,
      'aria-describedby': describedBy,
      ...(isReadOnly ? { tabindex: '0', 'aria-readonly': 'true' } : {}),
    }),
  ];
}
