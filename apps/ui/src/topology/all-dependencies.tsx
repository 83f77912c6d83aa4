import { IconTopologyStar3 } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { WireDependencies } from '../api/graphs.ts';
import { PageError, PageLoading, PageNotice } from '../components/page-state.tsx';
import { dependencyText as words } from '../messages/en-dependencies.ts';
import { paths } from '../paths.ts';
import { useTenant } from '../tenants/use-tenant.ts';
import { Dependencies } from './dependencies.tsx';
import { toDependencyDrawing } from './dependency-drawing.ts';
import classes from './topology.module.css';

/** Which flows of a namespace or a tenant start which; a flow leads to its own dependencies. */
export function AllDependencies({ found }: { readonly found: UseQueryResult<WireDependencies> }) {
  const tenant = useTenant();
  const { data } = found;
  const drawn = useMemo(() => data && toDependencyDrawing(data), [data]);
  if (found.error !== null && drawn === undefined)
    return <PageError error={found.error} onRetry={() => void found.refetch()} />;
  if (drawn === undefined) return <PageLoading />;
  if (drawn.drawing.boxes.length === 0)
    return (
      <PageNotice icon={<IconTopologyStar3 />} title={words.aloneMany}>
        {words.aloneManyText}
      </PageNotice>
    );
  return (
    <div className={classes.page}>
      <Dependencies drawn={drawn} toFlow={(flow) => paths.flow(tenant, flow.namespace, flow.id, 'dependencies')} />
    </div>
  );
}
