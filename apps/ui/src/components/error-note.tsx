import { furtherProblems, isApiError, messageOf } from '../api/api-error.ts';
import { t } from '../messages/en.ts';
import { CopyIcon } from './copyable.tsx';
import classes from './error-note.module.css';
import { ProblemList } from './problem-list.tsx';

/** What failed in a toast: the sentence, its single problems for who unfolds them, and all of it to be copied. */
export function ErrorNote({ error }: { readonly error: unknown }) {
  const problems = furtherProblems(error);
  const reference =
    isApiError(error) && error.requestId !== undefined && error.status >= 500 ? [t.requestId(error.requestId)] : [];
  const text = [messageOf(error), ...reference].join('\n');
  return (
    <div className={classes.note}>
      <div className={classes.text}>
        {text}
        {problems.length > 0 && (
          <details>
            <summary>{t.editor.problems(problems.length)}</summary>
            <ProblemList problems={problems} />
          </details>
        )}
      </div>
      <CopyIcon text={[text, ...problems].join('\n')} label={t.error} />
    </div>
  );
}
