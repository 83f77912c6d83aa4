import { Button, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconTopologyStar3 } from '@tabler/icons-react';
import { useMemo } from 'react';
import { graphs } from '../../api/graphs.ts';
import type { WireFlow } from '../../api/wire.ts';
import { PageError, PageLoading, PageNotice } from '../../components/page-state.tsx';
import { useUrlSearch } from '../../live/url-search.ts';
import { dependencyText as words } from '../../messages/en-dependencies.ts';
import { paths } from '../../paths.ts';
import { tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { Dependencies } from '../../topology/dependencies.tsx';
import { toDependencyDrawing } from '../../topology/dependency-drawing.ts';
import classes from '../../topology/topology.module.css';

/** What starts a flow, and what it starts; a flow leads to its own dependencies. */
export function FlowDependencies({ flow: { namespace, id } }: { readonly flow: WireFlow }) {
  const tenant = useTenant();
  const [search, setSearch] = useUrlSearch();
  const expandAll = search['expand'] === 'all';
  const here = `${namespace}/${id}`;
  const dependencies = useQuery({
    queryKey: tenantKey(tenant, 'dependencies', 'flow', namespace, id, expandAll),
    queryFn: () => graphs.dependencies(tenant, namespace, id, expandAll),
    placeholderData: (before) => before,
  });

  const { data } = dependencies;
  const drawn = useMemo(() => data && toDependencyDrawing(data, here), [data, here]);

  if (dependencies.error !== null)
    return <PageError error={dependencies.error} onRetry={() => void dependencies.refetch()} />;
  if (drawn === undefined) return <PageLoading />;
  if (drawn.drawing.arrows.length === 0)
    return (
      <PageNotice
        icon={<IconTopologyStar3 />}
        title={words.aloneFlow}
        action={
          <Button component={Link} to={paths.flow(tenant, namespace, id, 'edit')}>
            {words.edit}
          </Button>
        }
      >
        {words.aloneFlowText}
      </PageNotice>
    );
  return (
    <div className={classes.page}>
      <Dependencies
        drawn={drawn}
        here={here}
        toFlow={(flow) => paths.flow(tenant, flow.namespace, flow.id, 'dependencies')}
      >
        <Switch
          size="xs"
          label={words.expand}
          checked={expandAll}
          onChange={(event) => setSearch({ expand: event.currentTarget.checked ? 'all' : undefined })}
        />
      </Dependencies>
    </div>
  );
}
