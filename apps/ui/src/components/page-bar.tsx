import { Link } from '@tanstack/react-router';
import { useDocumentTitle } from '@mantine/hooks';
import { Fragment, type ReactNode } from 'react';
import { t } from '../messages/en.ts';
import classes from './page-bar.module.css';

export interface Crumb {
  readonly label: string;
  readonly to?: string;
  /** On hover. Default: the label. */
  readonly title?: string;
}

/** More than these would be cut beyond recognition: where it begins and what is next stay. */
const mostCrumbs = 5;

interface PageBarProps {
  readonly crumbs?: readonly Crumb[];
  readonly title: string;
  /** Stands beside the title: a state, a mark. */
  readonly beside?: ReactNode;
  readonly actions?: ReactNode;
  readonly mono?: boolean;
  /** What the browser's tab says before the title, to tell it from others of the same title. */
  readonly tab?: readonly string[];
}

/** Breadcrumb, title and actions in one bar; also names the browser's tab. */
export function PageBar({ crumbs = [], title, beside, actions, mono = false, tab = [] }: PageBarProps) {
  useDocumentTitle([...tab, title, 'Windhover'].join(' · '));
  return (
    <header className={classes.bar}>
      <nav className={classes.crumbs} aria-label={t.breadcrumb}>
        {shortened(crumbs).map((crumb) => (
          <Fragment key={crumb.label}>
            {crumb.to === undefined ? (
              <span className={classes.crumb} title={crumb.title ?? crumb.label}>
                {crumb.label}
              </span>
            ) : (
              <Link className={classes.crumb} to={crumb.to} title={crumb.label}>
                {crumb.label}
              </Link>
            )}
            <span className={classes.slash} aria-hidden>
              /
            </span>
          </Fragment>
        ))}
      </nav>
      <h1 className={classes.title} data-mono={mono || undefined} title={title}>
        {title}
      </h1>
      {beside}
      <div className={classes.actions}>{actions}</div>
    </header>
  );
}

function shortened(crumbs: readonly Crumb[]): readonly Crumb[] {
  const [first, ...rest] = crumbs;
  if (first === undefined || crumbs.length <= mostCrumbs) return crumbs;
  const hidden = rest.slice(0, -2);
  return [first, { label: '…', title: hidden.map(({ label }) => label).join(' / ') }, ...rest.slice(-2)];
}
