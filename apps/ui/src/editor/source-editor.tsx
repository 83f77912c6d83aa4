import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconSitemap } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode, type Ref } from 'react';
import { PageLoading } from '../components/page-state.tsx';
import { topologyText } from '../messages/en-topology.ts';
import { t } from '../messages/en.ts';
import { useFlowLanguage } from './flow-language.ts';
import { ProblemList } from './problem-list.tsx';
import classes from './source-editor.module.css';
import { useSourceProblems, type SourceKind } from './use-source-problems.ts';
import { CodeEditor, type CodeEditorHandle } from './code-editor.tsx';

interface SourceEditorProps {
  /** Default: a flow, which is drawn beside its text. */
  readonly kind?: SourceKind;
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

const SourceTopology = lazy(() =>
  import('./source-topology.tsx').then((module) => ({ default: module.SourceTopology })),
);

/** From here on there is room for text and drawing; a reader's own choice is remembered. */
const roomForBoth = '(min-width: 1100px)';

/** The source of a flow, template or reusable inputs with completion, the server's problems by line, a flow's drawing, and saving. */
export function SourceEditor(props: SourceEditorProps) {
  const { kind = 'flow', tenant, source, onSave, whyNotSave, saving } = props;
  const inner = useRef<CodeEditorHandle>(null);
  const language = useFlowLanguage(kind, tenant, source);
  const [cursor, setCursor] = useState(0);
  const [wantsTopology, showTopology] = useLocalStorage({
    key: 'windhover.editor.topology',
    defaultValue: window.matchMedia(roomForBoth).matches,
    getInitialValueInEffect: false,
  });
  const showsTopology = kind === 'flow' && wantsTopology;
  const topologyLabel = showsTopology ? topologyText.hide : topologyText.show;
  const { problems, checked } = useSourceProblems(tenant, kind, source);

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
        {kind === 'flow' && (
          <Tooltip label={topologyLabel}>
            <ActionIcon
              variant="default"
              size={30}
              aria-label={topologyLabel}
              aria-pressed={showsTopology}
              onClick={() => showTopology(!showsTopology)}
            >
              <IconSitemap size={16} />
            </ActionIcon>
          </Tooltip>
        )}
        <Tooltip label={whyNotSave} disabled={whyNotSave === undefined}>
          <Button disabled={whyNotSave !== undefined} loading={saving} onClick={onSave}>
            {props.saveLabel}
          </Button>
        </Tooltip>
      </div>
      <div className={classes.panels}>
        <CodeEditor
          ref={(handle) => {
            inner.current = handle;
            if (typeof props.ref === 'function') props.ref(handle);
            else if (props.ref) props.ref.current = handle;
          }}
          label={t.editor.label[kind]}
          initial={props.initial}
          readOnly={props.readOnly}
          problems={problems}
          language={language}
          onChange={props.onChange}
          onCursor={setCursor}
          onSave={() => {
            if (whyNotSave === undefined && !saving) onSave();
          }}
        />
        {showsTopology && (
          <section className={classes.topology} aria-label={topologyText.title}>
            <Suspense fallback={<PageLoading />}>
              <SourceTopology
                tenant={tenant}
                source={source}
                cursor={cursor}
                onGoTo={({ line, column }) => inner.current?.goTo(line, column)}
              />
            </Suspense>
          </section>
        )}
      </div>
      {problems.length > 0 && (
        <ProblemList problems={problems} onGoTo={(line, column) => inner.current?.goTo(line, column)} />
      )}
    </div>
  );
}
