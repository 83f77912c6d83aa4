import type { ReactNode } from 'react';
import { t } from '../messages/en.ts';
import classes from './source-editor.module.css';

interface SourceStatusProps {
  readonly isDirty: boolean;
  /** Why nothing can be changed. */
  readonly whyReadOnly: string | undefined;
  /** Said of a text that is as it was. */
  readonly unchanged: ReactNode;
}

/** What the editor says about the state of the text. */
export function SourceStatus({ isDirty, whyReadOnly, unchanged }: SourceStatusProps) {
  if (whyReadOnly !== undefined) return t.editor.readOnly(whyReadOnly);
  return isDirty ? <span className={classes.dirty}>{t.editor.changed}</span> : unchanged;
}
