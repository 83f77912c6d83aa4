import { useQuery } from '@tanstack/react-query';
import {
  IconBuildingCommunity,
  IconChartBar,
  IconCircuitSwitchOpen,
  IconClock,
  IconFileText,
  IconGauge,
  IconListDetails,
  IconRobot,
  IconUsersGroup,
  IconFolders,
  IconMail,
  IconPlayerPlay,
  IconPlug,
  IconPlugConnected,
  IconRoute,
  IconShieldLock,
  IconTemplate,
  IconTool,
  IconUserKey,
  IconUsers,
  type TablerIcon,
} from '@tabler/icons-react';
import { configsQuery, useMe } from '../auth/use-me.ts';
import { t } from '../messages/en.ts';
import { paths } from '../paths.ts';
import { mayManageTenants } from '../tenants/tenant-rights.ts';
import { useShownTenant } from '../tenants/use-shown-tenant.ts';

export interface Destination {
  readonly label: string;
  readonly to: string;
  readonly icon: TablerIcon;
  /** Letter of the shortcut `g` and then it. */
  readonly key: string;
}

/** Where one can go from here: what navigation, palette and shortcuts offer. */
export function useDestinations(): {
  readonly work: readonly Destination[];
  readonly administration: readonly Destination[];
} {
  const me = useMe();
  const hasTemplates = useQuery(configsQuery).data?.isTemplateEnabled === true;
  const { id, exists } = useShownTenant();
  const inTenant = (items: readonly Destination[]) => (exists ? items : []);
  return {
    work: inTenant([
      { label: t.dashboard.title, to: paths.dashboard(id), icon: IconChartBar, key: 'd' },
      { label: t.flows.title, to: paths.flows(id), icon: IconRoute, key: 'f' },
      ...(hasTemplates ? [{ label: t.templates.title, to: paths.templates(id), icon: IconTemplate, key: 'm' }] : []),
      { label: t.executions.title, to: paths.executions(id), icon: IconPlayerPlay, key: 'e' },
      { label: t.logs.title, to: paths.logs(id), icon: IconFileText, key: 'l' },
      { label: t.namespaces.title, to: paths.namespaces(id), icon: IconFolders, key: 'n' },
      { label: t.plugins.title, to: paths.plugins(id), icon: IconPlug, key: 'b' },
      { label: t.triggers.title, to: paths.triggers(id), icon: IconClock, key: 's' },
    ]),
    administration: [
      ...inTenant([
        { label: t.bindings.title, to: paths.access(id), icon: IconUserKey, key: 'a' },
        { label: t.roles.title, to: paths.roles(id), icon: IconShieldLock, key: 'r' },
        { label: t.groups.title, to: paths.groups(id), icon: IconUsersGroup, key: 'p' },
        { label: t.serviceAccounts.title, to: paths.serviceAccounts(id), icon: IconRobot, key: 'c' },
        { label: t.mcpServers.title, to: paths.mcpServers(id), icon: IconTool, key: 'o' },
        { label: t.invitations.title, to: paths.invitations(id), icon: IconMail, key: 'i' },
        ...(me.superAdmin
          ? [{ label: t.provisioning.title, to: paths.provisioning(id), icon: IconPlugConnected, key: 'v' }]
          : []),
        { label: t.limits.title, to: paths.limits(id), icon: IconGauge, key: 'q' },
        { label: t.auditLogs.title, to: paths.auditLogs(id), icon: IconListDetails, key: 'h' },
      ]),
      ...(mayManageTenants(me)
        ? [{ label: t.tenants.title, to: paths.tenants(), icon: IconBuildingCommunity, key: 't' }]
        : []),
      ...(me.superAdmin
        ? [
            { label: t.users.title, to: paths.users(), icon: IconUsers, key: 'u' },
            { label: t.killSwitches.title, to: paths.killSwitches(), icon: IconCircuitSwitchOpen, key: 'k' },
          ]
        : []),
    ],
  };
}
