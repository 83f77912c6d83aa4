import { Link, useLocation } from '@tanstack/react-router';
import { useDocumentTitle } from '@mantine/hooks';
import { Fragment, type ReactNode } from 'react';
import { useMe } from '../auth/use-me.ts';
import { t } from '../messages/en.ts';
import { nameOf } from '../tenants/home-tenant.ts';
import { useTenant } from '../tenants/use-tenant.ts';
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
  const inTenant = useNameAmongSeveral();
  useDocumentTitle([...tab, title, ...inTenant, 'Windhover'].join(' · '));
  return (
    <header className={classes.bar}>
      <nav className={classes.crumbs} aria-label={t.breadcrumb} data-long={crumbs.length > 2 || undefined}>
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

/** The tenant of the page, for those who may be in several at the same time; nothing on pages above the tenants. */
function useNameAmongSeveral(): readonly string[] {
  const { tenants } = useMe();
  const id = useTenant();
  const { pathname } = useLocation();
  const tenant = pathname.startsWith('/instance/') ? undefined : tenants.find((candidate) => candidate.id === id);
  return tenants.length > 1 && tenant !== undefined ? [nameOf(tenant)] : [];
}
