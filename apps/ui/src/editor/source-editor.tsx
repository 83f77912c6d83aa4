import { ActionIcon, Tooltip } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconSitemap } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode, type Ref } from 'react';
import { ActionButton } from '../components/action-button.tsx';
import { Forbidden, PageLoading } from '../components/page-state.tsx';
import { toastError } from '../components/toast.ts';
import { topologyText } from '../messages/en-topology.ts';
import { t } from '../messages/en.ts';
import { useFlowLanguage } from './flow-language.ts';
import { LeaveGuard } from './leave-guard.tsx';
import { ProblemList } from './problem-list.tsx';
import classes from './source-editor.module.css';
import { SourceStatus } from './source-status.tsx';
import { useSourceProblems, type SourceKind } from './use-source-problems.ts';
import { CodeEditor, type CodeEditorHandle } from './code-editor.tsx';

interface SourceEditorProps {
  /** Default: a flow, which is drawn beside its text. */
  readonly kind?: SourceKind;
  /** Stands beside the text. */
  readonly beside?: ReactNode;
  readonly ref?: Ref<CodeEditorHandle>;
  readonly tenant: string | undefined;
  /** As it is stored, or what a new one begins with. */
  readonly initial: string;
  readonly source: string;
  readonly onChange: (source: string) => void;
  /** Rejects when it was not saved, which the editor tells under the title `saveFailed`. */
  readonly save: () => Promise<void>;
  readonly saveFailed: string;
  /** Nothing is stored yet: the text can be saved as it is. */
  readonly isNew?: boolean;
  /** Why it can't be saved, whatever it says. What is stored is read-only then. */
  readonly forbidden: string | undefined;
  /** What the text lacks to be saved, before anybody is asked. */
  readonly lacks?: string | undefined;
  /** Wins over what the editor says about the state of the text. */
  readonly notice?: ReactNode;
  /** Said of a text that is as it was stored. */
  readonly unchanged?: ReactNode;
}

const SourceTopology = lazy(() =>
  import('./source-topology.tsx').then((module) => ({ default: module.SourceTopology })),
);

/** From here on there is room for text and drawing; a reader's own choice is remembered. */
const roomForBoth = '(min-width: 1100px)';

/**
 * The source of a flow, template, dashboard or reusable inputs with completion, the server's problems by line, a flow's drawing, and saving.
 * Asks before unsaved changes are left behind.
 */
export function SourceEditor(props: SourceEditorProps) {
  const { isNew, forbidden, source, initial } = props;
  // What somebody has typed stays, even when a right is taken away meanwhile
  if (isNew === true && forbidden !== undefined && source === initial)
    return <Forbidden title={t.forbidden.create} reason={forbidden} />;
  return <Editor {...props} />;
}

function Editor(props: SourceEditorProps) {
  const { kind = 'flow', tenant, initial, source, isNew = false, forbidden, unchanged = t.editor.unchanged } = props;
  const isDirty = source !== initial;
  const whyReadOnly = isNew ? undefined : forbidden;
  const whyNotSave = forbidden ?? props.lacks ?? (isNew || isDirty ? undefined : t.editor.nothingToSave);
  const [saving, setSaving] = useState(false);
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

  const save = async () => {
    if (whyNotSave !== undefined || saving) return;
    setSaving(true);
    try {
      await props.save();
    } catch (error) {
      toastError(props.saveFailed, error);
    } finally {
      setSaving(false);
    }
  };

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 's' || !(event.metaKey || event.ctrlKey) || event.defaultPrevented) return;
      event.preventDefault();
      void save();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  });

  return (
    <div className={classes.frame}>
      <div className={classes.bar}>
        <span className={classes.status}>
          {props.notice ?? <SourceStatus isDirty={isDirty} whyReadOnly={whyReadOnly} unchanged={unchanged} />}
        </span>
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
        <ActionButton
          primary
          label={isNew ? t.editor.create : t.save}
          reason={whyNotSave}
          busy={saving}
          onClick={() => void save()}
        />
      </div>
      <div className={classes.panels}>
        <CodeEditor
          ref={(handle) => {
            inner.current = handle;
            if (typeof props.ref === 'function') props.ref(handle);
            else if (props.ref) props.ref.current = handle;
          }}
          label={t.editor.label[kind]}
          initial={initial}
          readOnly={whyReadOnly !== undefined}
          problems={problems}
          language={language}
          onChange={props.onChange}
          onCursor={setCursor}
          onSave={() => void save()}
        />
        {props.beside}
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
      <LeaveGuard isDirty={() => isDirty} />
    </div>
  );
}
