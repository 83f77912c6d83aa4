import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { graphs } from '../api/graphs.ts';
import { tenantKey } from '../query-client.ts';
import { toDependencyDrawing } from './dependency-drawing.ts';

/** The flows around one, drawn; `drawn` is undefined until they are there. */
export function useFlowDependencies(tenant: string | undefined, namespace: string, flowId: string, expandAll: boolean) {
  const here = `${namespace}/${flowId}`;
  const dependencies = useQuery({
    queryKey: tenantKey(tenant, 'dependencies', 'flow', namespace, flowId, expandAll),
    queryFn: () => graphs.dependencies(tenant, namespace, flowId, expandAll),
    placeholderData: (before) => before,
  });
  const { data } = dependencies;
  const drawn = useMemo(() => data && toDependencyDrawing(data, here), [data, here]);
  return { here, dependencies, drawn };
}
