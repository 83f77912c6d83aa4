import { Button, Select } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { IconLayoutDashboard } from '@tabler/icons-react';
import { usePermissions } from '../auth/permissions.ts';
import { dashboardsText as words } from '../messages/en-dashboards.ts';
import { paths } from '../paths.ts';
import { useTenant } from '../tenants/use-tenant.ts';
import { useChosenDashboard, useDashboards } from './use-dashboards.ts';

/** Which dashboard is shown, which the home remembers, and the way to all of them; nothing for who may not list any. */
export function DashboardChoice({ chosen }: { readonly chosen: string }) {
  const tenant = useTenant();
  const navigate = useNavigate();
  const { choose } = useChosenDashboard('home');
  if (!usePermissions().can('DASHBOARD:LIST')) return null;
  return (
    <>
      <DashboardSelect
        chosen={chosen}
        onChoose={(id) => {
          choose(id);
          void navigate({ to: paths.dashboardOf(tenant, id) });
        }}
      />
      <Button
        component={Link}
        to={paths.dashboards(tenant)}
        variant="default"
        leftSection={<IconLayoutDashboard size={15} />}
      >
        {words.all}
      </Button>
    </>
  );
}

interface DashboardSelectProps {
  /** `default`: what is shown without any. */
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}

/** Of the tenant's dashboards one, or the overview; nothing while there are none. */
export function DashboardSelect({ chosen, onChoose }: DashboardSelectProps) {
  const known = useDashboards().data?.results ?? [];
  if (known.length === 0 && chosen === 'default') return null;
  const data = [
    { value: 'default', label: words.overview },
    ...known.map(({ id, title }) => ({ value: id, label: title })),
    ...(chosen === 'default' || known.some(({ id }) => id === chosen) ? [] : [{ value: chosen, label: chosen }]),
  ];
  return (
    <Select
      size="xs"
      w={180}
      aria-label={words.choose}
      data={data}
      value={chosen}
      onChange={(id) => id !== null && onChoose(id)}
      allowDeselect={false}
      searchable={data.length > 8}
    />
  );
}
