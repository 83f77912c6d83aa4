import { Popover, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { IconCheck, IconPlus, IconSearch, IconSelector, IconSettings } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { fetchPermissions, unknownPermissions } from '../auth/permissions.ts';
import { configsQuery, meQuery, useMe } from '../auth/use-me.ts';
import { t } from '../messages/en.ts';
import { paths } from '../paths.ts';
import { byName, nameOf } from '../tenants/home-tenant.ts';
import { switchPath } from '../tenants/switch-path.ts';
import { TenantAvatar } from '../tenants/tenant-avatar.tsx';
import { mayCreateTenants, mayManageTenants } from '../tenants/tenant-rights.ts';
import { useShownTenant } from '../tenants/use-shown-tenant.ts';
import { useTenant } from '../tenants/use-tenant.ts';
import classes from './tenant-switcher.module.css';
import { useArrowKeys } from './use-arrow-keys.ts';

const searchFrom = 10;

/** Names the tenant one acts in, and leads to the same kind of page in another one. */
export function TenantSwitcher({ collapsed }: { readonly collapsed: boolean }) {
  const me = useMe();
  const { tenant: shown } = useShownTenant();
  // Nothing is shown of what may turn out to be off
  const enabled = useQuery(configsQuery).data?.tenants?.enabled === true;
  const [opened, setOpened] = useState(false);
  // While it is open the list follows changes made elsewhere within a second.
  useQuery({ ...meQuery, refetchInterval: opened ? 1_000 : 15_000, staleTime: opened ? 0 : 5_000 });

  const canChoose =
    me.tenants.length > 1 || (enabled && mayManageTenants(me)) || (shown === undefined && me.tenants.length > 0);
  if (!canChoose) {
    if (shown === undefined) return null;
    return me.tenants.length === 1 && !enabled ? null : (
      <div className={classes.fixed} title={nameOf(shown)}>
        <Label tenant={shown} collapsed={collapsed} />
      </div>
    );
  }
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={264} trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={classes.button}
          aria-haspopup="dialog"
          aria-expanded={opened}
          aria-label={t.switcher.label(shown === undefined ? t.switcher.none : nameOf(shown))}
          onClick={() => setOpened(!opened)}
        >
          <Label tenant={shown} collapsed={collapsed} />
          {!collapsed && <IconSelector size={15} aria-hidden />}
        </button>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        <Choices onClose={() => setOpened(false)} enabled={enabled} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Label({
  tenant,
  collapsed,
}: {
  readonly tenant: ReturnType<typeof useShownTenant>['tenant'];
  readonly collapsed: boolean;
}) {
  return (
    <>
      {tenant === undefined ? <span className={classes.blank} aria-hidden /> : <TenantAvatar tenant={tenant} />}
      {!collapsed && (
        <span className={`truncate ${classes.name}`}>{tenant === undefined ? t.switcher.none : nameOf(tenant)}</span>
      )}
    </>
  );
}

function Choices({ onClose, enabled }: { readonly onClose: () => void; readonly enabled: boolean }) {
  const me = useMe();
  const current = useTenant();
  const { tenant: shown } = useShownTenant();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const list = useRef<HTMLDivElement>(null);
  useArrowKeys(list);
  // What is permitted there decides where it leads; without an answer the page itself says what is wrong.
  const enterTenant = async (id: string | undefined) => {
    const permissions = await fetchPermissions(id, me).catch(() => unknownPermissions);
    await navigate({ to: switchPath(pathname, current, id, permissions) });
  };
  const wanted = text.trim().toLowerCase();
  const found = byName(me.tenants).filter((tenant) =>
    `${tenant.name} ${tenant.id ?? ''}`.toLowerCase().includes(wanted),
  );

  return (
    <div ref={list}>
      {me.tenants.length >= searchFrom && (
        <TextInput
          className={classes.search}
          data-autofocus
          size="xs"
          placeholder={t.switcher.search}
          aria-label={t.switcher.search}
          leftSection={<IconSearch size={14} />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      <nav className={classes.list} aria-label={t.switcher.tenants}>
        {found.map((tenant) => (
          <Link
            key={tenant.id ?? ''}
            to={switchPath(pathname, current, tenant.id, unknownPermissions)}
            className={classes.choice}
            aria-current={tenant === shown ? 'true' : undefined}
            onClick={(event) => {
              onClose();
              if (event.ctrlKey || event.metaKey || event.shiftKey) return;
              event.preventDefault();
              void enterTenant(tenant.id);
            }}
          >
            <TenantAvatar tenant={tenant} size={20} />
            <span className={`truncate ${classes.name}`}>{nameOf(tenant)}</span>
            {tenant.id !== undefined && tenant.id !== tenant.name && (
              <span className={`mono dim truncate ${classes.id}`}>{tenant.id}</span>
            )}
            {tenant === shown && <IconCheck size={15} aria-hidden />}
          </Link>
        ))}
        {found.length === 0 && <div className={classes.nothing}>{t.switcher.nothing(text)}</div>}
      </nav>
      {enabled && mayManageTenants(me) && (
        <div className={classes.foot}>
          {mayCreateTenants(me) && (
            <Link to={paths.tenants()} search={{ create: true } as never} className={classes.choice} onClick={onClose}>
              <IconPlus size={16} aria-hidden /> {t.tenants.create}
            </Link>
          )}
          <Link to={paths.tenants()} className={classes.choice} onClick={onClose}>
            <IconSettings size={16} aria-hidden /> {t.tenants.manage}
          </Link>
        </div>
      )}
    </div>
  );
}
