import { Tooltip } from '@mantine/core';
import { useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react';
import { configsQuery } from '../auth/use-me.ts';
import { Mark } from '../components/mark.tsx';
import { t } from '../messages/en.ts';
import { useDestinations, type Destination } from './destinations.ts';
import classes from './navigation.module.css';
import { TenantSwitcher } from './tenant-switcher.tsx';
import { UserMenu } from './user-menu.tsx';

/** The tenant at the head, the places one can go, oneself at the foot. */
export function Navigation() {
  const [wanted, setCollapsed] = useLocalStorage({ key: 'windhover.navigation', defaultValue: false });
  const narrow = useMediaQuery('(max-width: 800px)') ?? false;
  const collapsed = wanted || narrow;
  const { work, administration } = useDestinations();
  const configs = useQuery(configsQuery).data;
  const toggleLabel = collapsed ? t.navigation.expand : t.navigation.collapse;
  return (
    <aside aria-label={t.navigation.side} className={classes.side} data-collapsed={collapsed || undefined}>
      <div className={classes.brand}>
        <Link to="/" className={classes.mark} aria-label="Windhover">
          <Mark size={18} />
        </Link>
        {!collapsed && <span className={classes.name}>Windhover</span>}
        {!narrow && (
          <button
            type="button"
            className={classes.toggle}
            aria-label={toggleLabel}
            title={toggleLabel}
            onClick={() => setCollapsed(!wanted)}
          >
            {collapsed ? <IconLayoutSidebarLeftExpand size={16} /> : <IconLayoutSidebarLeftCollapse size={16} />}
          </button>
        )}
      </div>
      <TenantSwitcher collapsed={collapsed} />
      <nav className={classes.nav} aria-label={t.navigation.main}>
        {work.map((item) => (
          <NavigationLink key={item.to} item={item} collapsed={collapsed} />
        ))}
        {administration.length > 0 && (
          <div className={classes.group}>{collapsed ? '' : t.navigation.administration}</div>
        )}
        {administration.map((item) => (
          <NavigationLink key={item.to} item={item} collapsed={collapsed} />
        ))}
      </nav>
      <UserMenu collapsed={collapsed} configs={configs} />
    </aside>
  );
}

function NavigationLink({ item, collapsed }: { readonly item: Destination; readonly collapsed: boolean }) {
  const Icon = item.icon;
  return (
    <Tooltip label={item.label} position="right" disabled={!collapsed}>
      <Link to={item.to} className={classes.link} aria-label={item.label} activeOptions={{ includeSearch: false }}>
        <Icon size={17} stroke={1.7} aria-hidden />
        {!collapsed && <span>{item.label}</span>}
      </Link>
    </Tooltip>
  );
}
