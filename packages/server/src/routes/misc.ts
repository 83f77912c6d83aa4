import { routes } from '@windhover/contract';
import {
  countInstanceUsage,
  countUsage,
  expressionFilters,
  expressionFunctions,
  hasMainTenantFlows,
  listLimits,
  listQuotaUse,
  quotaName,
  type QuotaUse,
  type Usage,
} from '@windhover/services';
import { instanceRoute, route } from '../handler.ts';

const { misc } = routes;

function usageJson({ flows, namespaces, executions, groups, users, roles }: Usage) {
  return {
    flows: { count: flows, namespacesCount: namespaces },
    executions: { count: executions },
    groups: { count: groups },
    users: { count: users },
    roles: { count: roles },
  };
}

function quotaJson(tenantId: string | undefined, { scope, quota, startsAt, count }: QuotaUse) {
  const { namespace, flowId } = scope;
  return {
    ...(tenantId === undefined ? {} : { tenantId }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(flowId === undefined ? {} : { flowId }),
    id: quotaName(scope, quota),
    start: new Date(startsAt).toISOString(),
    count,
    limit: quota.limit,
  };
}

export const miscHandlers = [
  instanceRoute(misc.refreshLicense, () => undefined),
  instanceRoute(misc.license, () => ({ type: 'OPEN_SOURCE', expired: false, standalone: true, workerGroups: true })),
  instanceRoute(misc.mainTenantFlows, ({ deps }) => hasMainTenantFlows(deps)),
  instanceRoute(misc.expressionFilters, () => [...expressionFilters]),
  instanceRoute(misc.expressionFunctions, () =>
    expressionFunctions.map(({ name, arguments: parameters }) => ({ name, arguments: [...parameters] })),
  ),
  route(misc.workerTags, () => ({ tags: [] })),
  route(misc.quotas, async ({ deps, scope, caller, tenant }) =>
    (await listQuotaUse(deps, scope, caller)).map((use) => quotaJson(tenant.id, use)),
  ),
  route(misc.limits, async ({ deps, scope, tenant, server }) =>
    (await listLimits(deps, scope, tenant, server.streams.count(tenant))).map(({ name, ...use }) => ({
      id: name,
      ...use,
    })),
  ),
  route(misc.debugInfo, ({ server }) => {
    const { version, about } = server.settings;
    const { repositoryType, queueType, storageType, secretType } = about;
    return {
      kestraVersion: version,
      authType: server.providers.size > 0 ? ('OIDC_SSO' as const) : ('BASIC_AUTH' as const),
      deploymentType: 'STANDALONE' as const,
      queueType,
      storageType,
      repositoryType,
      secretType,
    };
  }),
  route(misc.usages, async ({ deps, scope }) => usageJson(await countUsage(deps, scope))),
  route(misc.usagesAll, async ({ deps, scope, caller }) => {
    const { tenants, ...usage } = await countInstanceUsage(deps, scope, caller);
    return { ...usageJson(usage), ...(tenants === undefined ? {} : { tenants: { count: tenants } }) };
  }),
];
