import { Menu, SegmentedControl, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { IconKey, IconKeyboard, IconLogout, IconSettings, IconUserCircle } from '@tabler/icons-react';
import type { Configs } from '../api/wire.ts';
import { leave } from '../auth/leave.ts';
import { displayName, useMe } from '../auth/use-me.ts';
import { toastError } from '../components/toast.ts';
import { settingsText } from '../messages/en-settings.ts';
import { t } from '../messages/en.ts';
import { paths } from '../paths.ts';
import { useShownTenant } from '../tenants/use-shown-tenant.ts';
import { colourSchemes } from '../theme/colour-schemes.ts';
import classes from './navigation.module.css';
import { openShortcuts } from './open-shortcuts.ts';

export function UserMenu({
  collapsed,
  configs,
}: {
  readonly collapsed: boolean;
  readonly configs: Configs | undefined;
}) {
  const me = useMe();
  const { id, exists } = useShownTenant();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <div className={classes.foot}>
      <Menu position="top-start" width={220}>
        <Menu.Target>
          <button type="button" className={classes.user} aria-label={t.account.menu(displayName(me))}>
            <IconUserCircle size={19} stroke={1.7} aria-hidden />
            {!collapsed && <span className="truncate">{displayName(me)}</span>}
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label className="truncate">{me.profile.email ?? me.profile.username}</Menu.Label>
          <div style={{ padding: '2px 8px 8px' }}>
            <SegmentedControl
              fullWidth
              size="xs"
              aria-label={t.theme.label}
              value={colorScheme}
              onChange={(value) => setColorScheme(value as MantineColorScheme)}
              data={[...colourSchemes]}
            />
          </div>
          {exists && (
            <Menu.Item component={Link} to={paths.settings(id)} leftSection={<IconSettings size={15} />}>
              {settingsText.title}
            </Menu.Item>
          )}
          <Menu.Item component={Link} to={paths.apiTokens()} leftSection={<IconKey size={15} />}>
            {t.account.tokens}
          </Menu.Item>
          <Menu.Item leftSection={<IconKeyboard size={15} />} onClick={openShortcuts} rightSection={<kbd>?</kbd>}>
            {t.shortcuts.title}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconLogout size={15} />}
            onClick={() => void leave().catch((error: unknown) => toastError(t.account.signOutFailed, error))}
          >
            {t.account.signOut}
          </Menu.Item>
          {configs !== undefined && (
            <Menu.Label>
              {t.version(configs.version)}
              <br />
              {scriptsLine(configs)}
            </Menu.Label>
          )}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

/** What scripts of flows run in: everybody who writes them should know. */
function scriptsLine({ safety: { isolation, network }, tenants }: Configs): string {
  if (isolation === 'none') return t.scripts.unconfined;
  if (isolation === 'missing') return t.scripts.refused;
  const line = t.scripts.sandboxed[network as keyof typeof t.scripts.sandboxed];
  return tenants.enabled ? t.scripts.usually(line) : line;
}
