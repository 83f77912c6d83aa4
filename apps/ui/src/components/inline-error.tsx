import { IconCircleXFilled } from '@tabler/icons-react';
import { furtherProblems, messageOf } from '../api/api-error.ts';
import classes from './inline-error.module.css';
import { ProblemList } from './problem-list.tsx';

/** An error beside what it is about, with its single problems when the server lists them. */
export function InlineError({ error }: { readonly error: unknown }) {
  const problems = furtherProblems(error);
  return (
    <div role="alert" className={classes.error}>
      <IconCircleXFilled size={16} aria-hidden />
      <div>
        {messageOf(error)}
        {problems.length > 0 && <ProblemList problems={problems} />}
      </div>
    </div>
  );
}
