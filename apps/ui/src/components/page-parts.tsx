import type { ReactNode } from 'react';
import classes from './page-parts.module.css';

/** A page of several parts below each other, which scrolls as a whole. */
export function PageParts({ children }: { readonly children: ReactNode }) {
  return <div className={classes.page}>{children}</div>;
}

/** What is said of all the parts, above them. */
export function PageText({ children }: { readonly children: ReactNode }) {
  return <p className={classes.text}>{children}</p>;
}

/** What can be done with a part, below it. */
export function PartActions({ children }: { readonly children: ReactNode }) {
  return <div className={classes.actions}>{children}</div>;
}

export function PagePart({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className={classes.title}>{title}</h2>
      {children}
    </section>
  );
}
