import type { ReactNode } from 'react';
import classes from './entrance.module.css';
import { Mark } from './mark.tsx';

/** The frame of pages before one is signed in. */
export function Entrance({
  title,
  children,
  wide = false,
}: {
  readonly title: string;
  readonly children: ReactNode;
  readonly wide?: boolean;
}) {
  return (
    <main className={classes.page}>
      <div className={classes.panel} data-wide={wide || undefined}>
        <div className={classes.brand}>
          <Mark size={22} />
          <span>Windhover</span>
        </div>
        <h1 className={classes.title}>{title}</h1>
        {children}
      </div>
    </main>
  );
}
