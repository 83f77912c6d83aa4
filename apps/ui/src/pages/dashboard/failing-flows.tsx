import { textOf } from '../../dashboards/chart-parts.ts';
import { dashboardText as words } from '../../messages/en-dashboard.ts';
import { paths } from '../../paths.ts';
import { StateIcon } from '../../states/state-badge.tsx';
import { useTenant } from '../../tenants/use-tenant.ts';
import { failingFlows } from './overview-charts.ts';
import { ShortList } from './short-list.tsx';
import { useCounted, type Period } from './use-counted.ts';

const shown = 8;

/** The flows that failed most often; each leads to the list of their failures. */
export function FailingFlows({ period }: { readonly period: Period }) {
  const tenant = useTenant();
  const counted = useCounted(failingFlows, period, shown);
  return (
    <ShortList
      title={words.failing}
      error={counted.error}
      empty={words.noFailures}
      items={counted.data?.results.map((row) => {
        const namespace = textOf(row['namespace']);
        const flowId = textOf(row['flow']);
        return {
          key: `${namespace} ${flowId}`,
          to: paths.executions(tenant),
          search: { namespace, flowId, state: 'FAILED', timeRange: period },
          icon: <StateIcon state="FAILED" />,
          name: flowId,
          detail: namespace,
          end: words.failures(Number(row['total'])),
        };
      })}
    />
  );
}
