import type { ReactNode } from 'react';
import classes from './with-aside.module.css';

interface WithAsideProps {
  readonly aside: ReactNode;
  readonly asideLabel?: string;
  readonly children: ReactNode;
}

/** The matter of a page, and facts about it at the right; below it where there is little room. */
export function WithAside({ aside, asideLabel, children }: WithAsideProps) {
  return (
    <div className={classes.page}>
      <div className={classes.main}>{children}</div>
      <aside className={classes.aside} aria-label={asideLabel}>
        {aside}
      </aside>
    </div>
  );
}
