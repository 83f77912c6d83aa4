import type { ReactNode } from 'react';
import classes from './filter-bar.module.css';

/** The row of filters above a list; `end` stands at its right. */
export function FilterBar({ children, end }: { readonly children: ReactNode; readonly end?: ReactNode }) {
  return (
    <div className={classes.bar}>
      {children}
      <div className={classes.end}>{end}</div>
    </div>
  );
}
