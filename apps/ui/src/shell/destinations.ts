import { useQuery } from '@tanstack/react-query';
import {
  IconBuildingCommunity,
  IconChartBar,
  IconCircuitSwitchOpen,
  IconClock,
  IconFileText,
  IconGauge,
  IconListDetails,
  IconListSearch,
  IconRobot,
  IconUsersGroup,
  IconFolders,
  IconMail,
  IconPlayerPlay,
  IconPlug,
  IconPlugConnected,
  IconRoute,
  IconServer2,
  IconShieldLock,
  IconTemplate,
  IconTool,
  IconUserKey,
  IconUsers,
  type TablerIcon,
} from '@tabler/icons-react';
import { usePermissionsIn } from '../auth/permissions.ts';
import { configsQuery, useMe } from '../auth/use-me.ts';
import { t } from '../messages/en.ts';
import { paths } from '../paths.ts';
import { maySee, pageKinds, type PageKindName } from '../tenants/page-kinds.ts';
import { mayManageTenants } from '../tenants/tenant-rights.ts';
import { useShownTenant } from '../tenants/use-shown-tenant.ts';

export interface Destination {
  readonly label: string;
  readonly to: string;
  readonly icon: TablerIcon;
  /** Letter of the shortcut `g` and then it. */
  readonly key: string;
}

type PageOfTenant = Omit<Destination, 'to'> & { readonly page: PageKindName };

/** Where one can go from here, as far as one may see it: what navigation, palette and shortcuts offer. */
export function useDestinations(): {
  readonly work: readonly Destination[];
  readonly administration: readonly Destination[];
} {
  const me = useMe();
  const hasTemplates = useQuery(configsQuery).data?.isTemplateEnabled === true;
  const { id, exists } = useShownTenant();
  const permissions = usePermissionsIn(id, exists);
  const inTenant = (items: readonly PageOfTenant[]): readonly Destination[] =>
    (exists ? items : [])
      .filter(({ page }) => maySee(pageKinds[page], permissions))
      .map(({ page, ...item }) => ({ ...item, to: pageKinds[page].path(id) }));
  return {
    work: inTenant([
      { label: t.dashboard.title, page: 'dashboards', icon: IconChartBar, key: 'd' },
      { label: t.flows.title, page: 'flows', icon: IconRoute, key: 'f' },
      ...(hasTemplates ? [{ label: t.templates.title, page: 'templates' as const, icon: IconTemplate, key: 'm' }] : []),
      { label: t.executions.title, page: 'executions', icon: IconPlayerPlay, key: 'e' },
      { label: t.logs.title, page: 'logs', icon: IconFileText, key: 'l' },
      { label: t.namespaces.title, page: 'namespaces', icon: IconFolders, key: 'n' },
      { label: t.plugins.title, page: 'plugins', icon: IconPlug, key: 'b' },
      { label: t.triggers.title, page: 'admin', icon: IconClock, key: 's' },
    ]),
    administration: [
      ...inTenant([
        { label: t.bindings.title, page: 'bindings', icon: IconUserKey, key: 'a' },
        { label: t.roles.title, page: 'roles', icon: IconShieldLock, key: 'r' },
        { label: t.groups.title, page: 'groups', icon: IconUsersGroup, key: 'p' },
        { label: t.serviceAccounts.title, page: 'service-accounts', icon: IconRobot, key: 'c' },
        { label: t.mcpServers.title, page: 'mcp-servers', icon: IconTool, key: 'o' },
        { label: t.invitations.title, page: 'invitations', icon: IconMail, key: 'i' },
        ...(me.superAdmin
          ? [{ label: t.provisioning.title, page: 'security-integrations' as const, icon: IconPlugConnected, key: 'v' }]
          : []),
        { label: t.limits.title, page: 'limits', icon: IconGauge, key: 'q' },
        { label: t.auditLogs.title, page: 'auditlogs', icon: IconListDetails, key: 'h' },
      ]),
      ...(mayManageTenants(me)
        ? [{ label: t.tenants.title, to: paths.tenants(), icon: IconBuildingCommunity, key: 't' }]
        : []),
      ...(me.superAdmin
        ? [
            { label: t.users.title, to: paths.users(), icon: IconUsers, key: 'u' },
            { label: t.killSwitches.title, to: paths.killSwitches(), icon: IconCircuitSwitchOpen, key: 'k' },
            { label: t.instanceAuditLogs.title, to: paths.instanceAuditLogs(), icon: IconListSearch, key: 'w' },
            { label: t.workerGroups.title, to: paths.workerGroups(), icon: IconServer2, key: 'x' },
          ]
        : []),
    ],
  };
}
