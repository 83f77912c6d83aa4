import type { ReactNode } from 'react';
import classes from './data-table.module.css';

/** A row's name where opening it shows a dialog; j and k move from one to the next. */
export function RowButton({ children, onClick }: { readonly children: ReactNode; readonly onClick: () => void }) {
  const title = typeof children === 'string' ? children : undefined;
  return (
    <button type="button" className={classes.button} title={title} data-row-link onClick={onClick}>
      {children}
    </button>
  );
}
