import { queryOptions, useQuery } from '@tanstack/react-query';
import { dashboards, type DefaultDashboards } from '../api/dashboards.ts';
import { usePermissions } from '../auth/permissions.ts';
import { tenantKey } from '../query-client.ts';
import { changeSettings, useSettings } from '../settings/settings.ts';
import { useTenant } from '../tenants/use-tenant.ts';

/** As many as a choice may offer. */
const offered = 200;

/** Those of the tenant by title; none for who may not list them. */
export function useDashboards() {
  const tenant = useTenant();
  return useQuery({
    queryKey: tenantKey(tenant, 'dashboards', 'offered'),
    queryFn: () => dashboards.list(tenant, { page: 1, size: offered, sort: 'title:asc' }),
    enabled: usePermissions().can('DASHBOARD:LIST'),
    staleTime: 30_000,
  });
}

/** What the tenant's settings say. */
export const defaultsQuery = (tenant: string | undefined) =>
  queryOptions({
    queryKey: tenantKey(tenant, 'default-dashboards'),
    queryFn: () => dashboards.defaults(tenant),
    staleTime: 30_000,
    retry: false,
  });

/** Where a dashboard may stand in place of what the product shows. */
export type DashboardPlace = 'home' | 'flow' | 'namespace';

const defaultOf = {
  home: 'defaultHomeDashboard',
  flow: 'defaultFlowOverviewDashboard',
  namespace: 'defaultNamespaceOverviewDashboard',
} as const satisfies Readonly<Record<DashboardPlace, keyof DefaultDashboards>>;

export interface ChosenDashboard {
  /** `default`: what the product shows. */
  readonly id: string;
  /** The choice is certain. */
  readonly isKnown: boolean;
  readonly choose: (id: string) => void;
}

/** What the reader chose last on this browser, else what the tenant's settings say. */
export function useChosenDashboard(place: DashboardPlace): ChosenDashboard {
  const tenant = useTenant();
  const permissions = usePermissions();
  const { dashboards: chosen } = useSettings();
  const mayAsk = permissions.can('DASHBOARD:LIST') || permissions.can('DASHBOARD:VIEW');
  const query = useQuery({ ...defaultsQuery(tenant), enabled: mayAsk });
  const key = `${place} ${tenant ?? ''}`;
  const ofTenant = query.data?.[defaultOf[place]];
  return {
    id: mayAsk ? (chosen[key] ?? (ofTenant || 'default')) : 'default',
    isKnown: !mayAsk || !query.isPending,
    choose: (id) => changeSettings({ dashboards: { ...chosen, [key]: id } }),
  };
}
