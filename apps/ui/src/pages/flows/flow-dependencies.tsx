import { Button, Switch } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { IconTopologyStar3 } from '@tabler/icons-react';
import type { WireFlow } from '../../api/wire.ts';
import { PageError, PageLoading, PageNotice } from '../../components/page-state.tsx';
import { useUrlSearch } from '../../live/url-search.ts';
import { dependencyText as words } from '../../messages/en-dependencies.ts';
import { paths } from '../../paths.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { Dependencies } from '../../topology/dependencies.tsx';
import classes from '../../topology/topology.module.css';
import { useFlowDependencies } from '../../topology/use-flow-dependencies.ts';

/** What starts a flow, and what it starts; a flow leads to its own dependencies. */
export function FlowDependencies({ flow: { namespace, id } }: { readonly flow: WireFlow }) {
  const tenant = useTenant();
  const [search, setSearch] = useUrlSearch();
  const expandAll = search['expand'] === 'all';
  const { here, dependencies, drawn } = useFlowDependencies(tenant, namespace, id, expandAll);

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
