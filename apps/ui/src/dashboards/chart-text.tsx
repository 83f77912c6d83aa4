import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import type { WireChart } from '../api/dashboards.ts';
import { flows } from '../api/flows.ts';
import { InlineError } from '../components/inline-error.tsx';
import { dashboardsText as words } from '../messages/en-dashboards.ts';
import { tenantKey } from '../query-client.ts';
import { useTenant } from '../tenants/use-tenant.ts';

const Markdown = lazy(() => import('../components/markdown.tsx').then((module) => ({ default: module.Markdown })));

/** Markdown of the chart, or the description of the flow that it names. */
export function ChartText({ chart: { content, source } }: { readonly chart: WireChart }) {
  const tenant = useTenant();
  const { namespace = '', flowId = '' } = source ?? {};
  const isOfFlow = source?.type === 'FlowDescription';
  const flow = useQuery({
    queryKey: tenantKey(tenant, 'flow', namespace, flowId),
    queryFn: () => flows.get(tenant, namespace, flowId),
    enabled: isOfFlow,
  });
  if (flow.error !== null) return <InlineError error={flow.error} />;
  const text = isOfFlow ? flow.data && (flow.data.description ?? words.noDescription) : (source?.content ?? content);
  return text === undefined ? null : (
    <Suspense fallback={<p>{text}</p>}>
      <Markdown text={text} />
    </Suspense>
  );
}
