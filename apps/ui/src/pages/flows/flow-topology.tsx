import { useQuery } from '@tanstack/react-query';
import { graphs } from '../../api/graphs.ts';
import type { WireFlow } from '../../api/wire.ts';
import { PageError, PageLoading } from '../../components/page-state.tsx';
import { useUrlSearch } from '../../live/url-search.ts';
import { tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { ThingPanel } from '../../topology/thing-panel.tsx';
import { Topology } from '../../topology/topology.tsx';
import classes from '../../topology/topology.module.css';
import { useDirection } from '../../topology/use-direction.ts';

/** What a flow does, in which order, and what starts it; the chosen task is explained at the right. */
export function FlowTopology({ flow }: { readonly flow: WireFlow }) {
  const tenant = useTenant();
  const [search, setSearch] = useUrlSearch();
  const [direction, setDirection] = useDirection();
  const graph = useQuery({
    queryKey: tenantKey(tenant, 'graph', flow.namespace, flow.id, flow.revision),
    queryFn: () => graphs.ofFlow(tenant, flow.namespace, flow.id),
  });
  const selected = search['task'];
  const select = (task: string | undefined) => setSearch({ task });

  if (graph.isPending) return <PageLoading />;
  if (graph.error !== null) return <PageError error={graph.error} onRetry={() => void graph.refetch()} />;
  return (
    <div className={classes.page}>
      <Topology
        graph={graph.data}
        direction={direction}
        onDirection={setDirection}
        selected={selected}
        onSelect={select}
      />
      {selected !== undefined && (
        <ThingPanel graph={graph.data} id={selected} flow={flow} onClose={() => select(undefined)} />
      )}
    </div>
  );
}
