import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from '@codemirror/language';
import { lintGutter, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, Prec, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { useEffect, useImperativeHandle, useRef, type Ref } from 'react';
import type { WireFlowProblem } from '../api/wire.ts';
import { currentSettings, type Settings } from '../settings/settings.ts';
import { editorTheme } from './editor-theme.ts';
import classes from './code-editor.module.css';

export interface CodeEditorHandle {
  /** Puts the cursor there and the editor into focus. Lines and columns count from 1. */
  goTo(line: number, column: number): void;
  /** Replaces the whole text as one step that can be undone. */
  replace(text: string): void;
}

interface CodeEditorProps {
  readonly ref?: Ref<CodeEditorHandle>;
  readonly label: string;
  /** The text at the start; the editor owns it afterwards. */
  readonly initial: string;
  readonly readOnly?: boolean;
  readonly problems?: readonly WireFlowProblem[];
  /** Syntax, completion and hover. */
  readonly language?: Extension;
  readonly onChange: (text: string) => void;
  /** Told where the cursor goes, as an offset. */
  readonly onCursor?: (offset: number) => void;
  readonly onSave: () => void;
}

const noProblems: readonly WireFlowProblem[] = [];
const plain: Extension = [];
const readOnlyPart = new Compartment();
const languagePart = new Compartment();

/** A text with line numbers, search and folding; what it understands of the text is `language`. */
export function CodeEditor(props: CodeEditorProps) {
  const { ref, label, initial, readOnly = false, problems = noProblems, language = plain } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    const editor = new EditorView({
      parent: host.current!,
      state: EditorState.create({ doc: initial, extensions: extensionsOf(label, latest) }),
    });
    view.current = editor;
    // When the list of problems takes some of the height, the line that is written must not end up below it.
    const resized = new ResizeObserver(() => {
      if (editor.hasFocus) editor.dispatch({ effects: EditorView.scrollIntoView(editor.state.selection.main.head) });
    });
    resized.observe(editor.dom);
    return () => {
      resized.disconnect();
      editor.destroy();
    };
    // The editor lives as long as the component; text and label are its beginning.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  useEffect(() => {
    view.current?.dispatch({ effects: readOnlyPart.reconfigure(EditorState.readOnly.of(readOnly)) });
  }, [readOnly]);
  useEffect(() => {
    view.current?.dispatch({ effects: languagePart.reconfigure(language) });
  }, [language]);
  useEffect(() => {
    const editor = view.current;
    if (editor !== undefined)
      editor.dispatch(
        setDiagnostics(
          editor.state,
          problems.map((problem) => toDiagnostic(editor.state, problem)),
        ),
      );
  }, [problems]);

  useImperativeHandle(ref, () => ({
    goTo: (line, column) => {
      const editor = view.current;
      if (editor === undefined) return;
      const at = offsetOf(editor.state, line, column);
      editor.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) });
      editor.focus();
    },
    replace: (text) =>
      view.current?.dispatch({ changes: { from: 0, to: view.current.state.doc.length, insert: text } }),
  }));

  return <div ref={host} className={classes.host} />;
}

/** As the settings say when it opens. */
function preferred({ editorFontSize, editorWraps }: Settings): Extension {
  const size = Prec.high(EditorView.theme({ '&': { fontSize: `${editorFontSize}px` } }));
  return editorWraps ? [size, EditorView.lineWrapping] : size;
}

function extensionsOf(label: string, latest: { readonly current: CodeEditorProps }): Extension {
  const save = {
    key: 'Mod-s',
    run: () => {
      latest.current.onSave();
      return true;
    },
  };
  return [
    lineNumbers(),
    foldGutter(),
    lintGutter(),
    history(),
    drawSelection(),
    indentUnit.of('  '),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSelectionMatches(),
    search({ top: false }),
    EditorState.tabSize.of(2),
    keymap.of([
      save,
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...defaultKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...foldKeymap,
      indentWithTab,
    ]),
    editorTheme,
    preferred(currentSettings()),
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) latest.current.onChange(update.state.doc.toString());
      if (update.docChanged || update.selectionSet) latest.current.onCursor?.(update.state.selection.main.head);
    }),
    readOnlyPart.of(EditorState.readOnly.of(latest.current.readOnly ?? false)),
    languagePart.of(latest.current.language ?? []),
  ];
}

/** A problem without a place is shown on the first line; one without an end covers the word it begins at. */
function toDiagnostic(state: EditorState, problem: WireFlowProblem): Diagnostic {
  const from = offsetOf(state, problem.line ?? 1, problem.column ?? 1);
  const line = state.doc.lineAt(from);
  const word = /^[^\s:,]*/.exec(line.text.slice(from - line.from))?.[0].length ?? 0;
  const end = problem.endLine === undefined ? from + word : offsetOf(state, problem.endLine, problem.endColumn ?? 1);
  return {
    from,
    to: Math.max(from, Math.min(end, line.to)),
    severity: problem.severity ?? 'error',
    message: problem.message,
  };
}

function offsetOf(state: EditorState, line: number, column: number): number {
  const { from, to } = state.doc.line(Math.min(Math.max(1, line), state.doc.lines));
  return Math.min(from + Math.max(0, column - 1), to);
}
