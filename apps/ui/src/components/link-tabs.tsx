import { Link } from '@tanstack/react-router';
import classes from './link-tabs.module.css';

interface LinkTab {
  readonly label: string;
  readonly to: string;
  /** Whether the page shows it: the first tab has a short address as well, without its name. */
  readonly current: boolean;
}

/** The tabs of a page, each with an address of its own. */
export function LinkTabs({ label, tabs }: { readonly label: string; readonly tabs: readonly LinkTab[] }) {
  return (
    <nav className={classes.tabs} aria-label={label}>
      {tabs.map((tab) => (
        <Link
          key={tab.to}
          to={tab.to}
          ref={tab.current ? bringIntoSight : undefined}
          className={classes.tab}
          activeOptions={{ exact: true, includeSearch: false }}
          aria-current={tab.current ? 'page' : undefined}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}

/** Where there is room for some of the tabs only. */
function bringIntoSight(tab: HTMLElement | null): void {
  tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}
