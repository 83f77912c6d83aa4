import { Outlet } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useMe } from '../auth/use-me.ts';
import { NotFoundPage } from '../components/not-found-page.tsx';
import { rememberTenant } from '../tenants/last-tenant.ts';
import { useTenant } from '../tenants/use-tenant.ts';
import { KillSwitchBanner } from './kill-switch-banner.tsx';
import { NoTenant } from './no-tenant.tsx';

/** The pages of one tenant. One that may not be entered looks like one that does not exist. */
export function TenantFrame() {
  const me = useMe();
  const tenant = useTenant();
  const accessible = me.tenants.some((candidate) => candidate.id === tenant);
  useEffect(() => {
    if (accessible) rememberTenant(tenant);
  }, [accessible, tenant]);

  if (accessible)
    return (
      <>
        <KillSwitchBanner />
        <Outlet key={tenant ?? ''} />
      </>
    );
  if (tenant === undefined && me.tenants.length === 0) return <NoTenant />;
  return <NotFoundPage />;
}
