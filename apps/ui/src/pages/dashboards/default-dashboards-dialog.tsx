import { Select } from '@mantine/core';
import { useState } from 'react';
import { dashboards, type DefaultDashboards } from '../../api/dashboards.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { toast } from '../../components/toast.ts';
import { useDashboards } from '../../dashboards/use-dashboards.ts';
import { dashboardsText as words } from '../../messages/en-dashboards.ts';
import { t } from '../../messages/en.ts';
import { queryClient, tenantKey } from '../../query-client.ts';

interface DefaultDashboardsDialogProps {
  readonly tenant: string;
  readonly before: DefaultDashboards;
  readonly onClose: () => void;
}

const places = ['defaultHomeDashboard', 'defaultFlowOverviewDashboard', 'defaultNamespaceOverviewDashboard'] as const;

/** What the tenant shows to those who have chosen nothing. */
export function DefaultDashboardsDialog({ tenant, before, onClose }: DefaultDashboardsDialogProps) {
  const [defaults, setDefaults] = useState(before);
  const known = useDashboards().data?.results ?? [];
  return (
    <DialogForm
      opened
      title={words.defaults.title}
      action={t.save}
      ready={places.some((place) => defaults[place] !== before[place])}
      onSubmit={async () => {
        await dashboards.setDefaults(tenant, defaults);
        await queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'default-dashboards') });
        toast(words.defaults.saved);
      }}
      onClose={onClose}
    >
      {places.map((place) => {
        const chosen = defaults[place] ?? null;
        const gone = chosen === null || known.some(({ id }) => id === chosen) ? [] : [{ value: chosen, label: chosen }];
        return (
          <Select
            key={place}
            label={words.defaults[place]}
            placeholder={words.overview}
            data={[...known.map(({ id, title }) => ({ value: id, label: title })), ...gone]}
            value={chosen}
            onChange={(id) => setDefaults({ ...defaults, [place]: id ?? undefined })}
            clearable
            searchable
          />
        );
      })}
    </DialogForm>
  );
}
