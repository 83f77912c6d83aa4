import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { InlineError } from '../../components/inline-error.tsx';
import classes from './short-list.module.css';

interface Item {
  readonly key: string;
  readonly to: string;
  readonly search?: Readonly<Record<string, string>>;
  readonly icon?: ReactNode;
  readonly name: string;
  /** What it belongs to. */
  readonly detail: string;
  readonly end: ReactNode;
}

interface ShortListProps {
  readonly title: string;
  readonly error: Error | null;
  /** Undefined while loading. */
  readonly items: readonly Item[] | undefined;
  readonly empty: string;
}

/** A few rows of one kind on the dashboard, each a link. */
export function ShortList({ title, error, items, empty }: ShortListProps) {
  return (
    <section className={classes.part} aria-label={title}>
      <h2>{title}</h2>
      {error !== null && <InlineError error={error} />}
      {error === null && items?.length === 0 && <p className={classes.empty}>{empty}</p>}
      <ul className={classes.list}>
        {items?.map(({ key, to, search, icon, name, detail, end }) => (
          <li key={key}>
            <Link
              to={to}
              {...(search === undefined ? {} : { search: search as never })}
              className={classes.row}
              data-row-link
            >
              {icon}
              <span className={classes.name} title={`${detail} ${name}`}>
                <strong>{name}</strong> <span className="dim">{detail}</span>
              </span>
              <span className={classes.end}>{end}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
