import { Button, Tooltip } from '@mantine/core';
import { useEffect, useRef, type ReactNode, type Ref } from 'react';
import { t } from '../messages/en.ts';
import { useFlowLanguage } from './flow-language.ts';
import { ProblemList } from './problem-list.tsx';
import classes from './source-editor.module.css';
import { useFlowProblems } from './use-flow-problems.ts';
import { CodeEditor, type CodeEditorHandle } from './code-editor.tsx';

interface SourceEditorProps {
  readonly ref?: Ref<CodeEditorHandle>;
  readonly tenant: string | undefined;
  readonly initial: string;
  readonly source: string;
  readonly onChange: (source: string) => void;
  readonly onSave: () => void;
  readonly saveLabel: string;
  /** Why saving is not possible now. */
  readonly whyNotSave: string | undefined;
  readonly readOnly: boolean;
  readonly saving: boolean;
  /** What the editor says about the state of the text. */
  readonly status: ReactNode;
}

/** The source of a flow with completion, the server's problems by line, and saving. */
export function SourceEditor(props: SourceEditorProps) {
  const { tenant, source, onSave, whyNotSave, saving } = props;
  const inner = useRef<CodeEditorHandle>(null);
  const language = useFlowLanguage();
  const { problems, checked } = useFlowProblems(tenant, source);

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 's' || !(event.metaKey || event.ctrlKey) || event.defaultPrevented) return;
      event.preventDefault();
      if (whyNotSave === undefined && !saving) onSave();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  });

  return (
    <div className={classes.frame}>
      <div className={classes.bar}>
        <span className={classes.status}>{props.status}</span>
        <output className={classes.status}>
          {!checked ? t.editor.checking : problems.length === 0 ? t.editor.valid : t.editor.problems(problems.length)}
        </output>
        <Tooltip label={whyNotSave} disabled={whyNotSave === undefined}>
          <Button disabled={whyNotSave !== undefined} loading={saving} onClick={onSave}>
            {props.saveLabel}
          </Button>
        </Tooltip>
      </div>
      <CodeEditor
        ref={(handle) => {
          inner.current = handle;
          if (typeof props.ref === 'function') props.ref(handle);
          else if (props.ref) props.ref.current = handle;
        }}
        label={t.editor.label}
        initial={props.initial}
        readOnly={props.readOnly}
        problems={problems}
        language={language}
        onChange={props.onChange}
        onSave={() => {
          if (whyNotSave === undefined && !saving) onSave();
        }}
      />
      {problems.length > 0 && (
        <ProblemList problems={problems} onGoTo={(line, column) => inner.current?.goTo(line, column)} />
      )}
    </div>
  );
}
