import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import classes from './data-table.module.css';

/** The link that opens a row; j and k move from one to the next. */
export function rowLink(to: string, content: ReactNode): ReactNode {
  return (
    <Link to={to} className={classes.link} data-row-link>
      {content}
    </Link>
  );
}
