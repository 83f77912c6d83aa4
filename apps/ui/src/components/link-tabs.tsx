import { Link } from '@tanstack/react-router';
import classes from './link-tabs.module.css';

interface LinkTab {
  readonly label: string;
  readonly to: string;
  readonly active: boolean;
  readonly count?: number | undefined;
}

/** The tabs of a page, each with an address of its own. */
export function LinkTabs({ label, tabs }: { readonly label: string; readonly tabs: readonly LinkTab[] }) {
  return (
    <nav className={classes.tabs} aria-label={label}>
      {tabs.map((tab) => (
        <Link key={tab.to} to={tab.to} className={classes.tab} aria-current={tab.active ? 'page' : undefined}>
          {tab.label}
          {tab.count !== undefined && <span className={classes.count}>{tab.count}</span>}
        </Link>
      ))}
    </nav>
  );
}
