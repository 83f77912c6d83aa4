import { useLocation } from '@tanstack/react-router';
import { useMe } from '../auth/use-me.ts';
import type { MyTenant } from '../api/wire.ts';
import { homeTenant } from './home-tenant.ts';
import { rememberedTenant } from './last-tenant.ts';
import { useTenant } from './use-tenant.ts';

export interface ShownTenant {
  /** Undefined for the default tenant. */
  readonly id: string | undefined;
  /** Whether the person may enter it; false on a page of a tenant that cannot be found, and without any tenant. */
  readonly exists: boolean;
  readonly tenant: MyTenant | undefined;
}

/** The tenant that the frame speaks of: the page's own, or the one used last on the instance's pages. Who has one tenant is always in that one. */
export function useShownTenant(): ShownTenant {
  const me = useMe();
  const tenant = useTenant();
  const { pathname } = useLocation();
  const shown =
    pathname.startsWith('/instance/') || me.tenants.length === 1
      ? homeTenant(me.tenants, rememberedTenant())
      : me.tenants.find((candidate) => candidate.id === tenant);
  return { id: shown?.id, exists: shown !== undefined, tenant: shown };
}
