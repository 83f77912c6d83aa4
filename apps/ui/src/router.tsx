import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { contextPath } from './api/mount.ts';
import { configsQuery, meQuery } from './auth/use-me.ts';
import { NotFoundPage } from './components/not-found-page.tsx';
import { NotFound, PageError, PageLoading } from './components/page-state.tsx';
import { enter } from './auth/enter.ts';
import { ForgottenPasswordPage } from './pages/login/forgotten-password-page.tsx';
import { LoginPage } from './pages/login/login-page.tsx';
import { ResetPasswordPage } from './pages/login/reset-password-page.tsx';
import { Shell } from './shell/shell.tsx';
import { TenantFrame } from './shell/tenant-frame.tsx';
import { parseSearch, stringifySearch } from './live/search-text.ts';
import { queryClient } from './query-client.ts';
import { homeTenant } from './tenants/home-tenant.ts';
import { rememberedTenant } from './tenants/last-tenant.ts';
import { currentSettings } from './settings/settings.ts';
import { paths } from './paths.ts';

const root = createRootRoute({ component: Outlet, notFoundComponent: () => <NotFound />, errorComponent: PageError });

const login = createRoute({ getParentRoute: () => root, path: '/login', component: LoginPage });
const forgottenPassword = createRoute({
  getParentRoute: () => root,
  path: '/forgotten-password',
  component: ForgottenPasswordPage,
});
const resetPassword = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  component: ResetPasswordPage,
});

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('./pages/setup/setup-page.tsx'), 'SetupPage'),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation/$link',
  component: lazyRouteComponent(() => import('./pages/invitations/accept-page.tsx'), 'AcceptPage'),
});

/** Everything that needs somebody signed in. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ location }) => {
    const step = await enter();
    if (step === 'setup') redirect({ to: paths.setup(), throw: true });
    if (step === 'login')
      redirect({ to: paths.signIn(), search: location.href === '/' ? {} : { from: location.href }, throw: true });
  },
  loader: () => void queryClient.prefetchQuery(configsQuery),
  component: Shell,
  pendingComponent: PageLoading,
});

const instance = (path: string, load: Parameters<typeof lazyRouteComponent>[0], name: string) =>
  createRoute({
    getParentRoute: () => signedIn,
    path: `/instance/${path}`,
    component: lazyRouteComponent(load as never, name as never),
  });

const tenant = createRoute({
  getParentRoute: () => signedIn,
  path: '/{-$tenant}',
  /** The default tenant is `main` in addresses of other clients, unless a tenant has that very name. */
  beforeLoad: async ({ params, location }) => {
    if ((params as { tenant?: string }).tenant !== 'main') return;
    const { tenants } = await queryClient.ensureQueryData(meQuery);
    const hasDefault = tenants.some(({ id }) => id === undefined) && tenants.every(({ id }) => id !== 'main');
    if (!hasDefault) return;
    const to = location.pathname.slice('/main'.length) || '/';
    redirect({ to, search: location.search, replace: true, throw: true });
  },
  component: TenantFrame,
});

const home = createRoute({
  getParentRoute: () => tenant,
  path: '/',
  beforeLoad: async ({ params, location }) => {
    const { tenants } = await queryClient.ensureQueryData(meQuery);
    const named = (params as { tenant?: string }).tenant;
    const opened =
      named === undefined && location.pathname === '/' ? homeTenant(tenants, rememberedTenant()) : undefined;
    if (named === undefined && opened === undefined) return;
    redirect({ to: paths[currentSettings().home](named ?? opened?.id), replace: true, throw: true });
  },
});

const page = (path: string, load: Parameters<typeof lazyRouteComponent>[0], name: string) =>
  createRoute({ getParentRoute: () => tenant, path, component: lazyRouteComponent(load as never, name as never) });

const routeTree = root.addChildren([
  login,
  forgottenPassword,
  resetPassword,
  setup,
  invitation,
  signedIn.addChildren([
    instance('tenants', () => import('./pages/tenants/tenants-page.tsx'), 'TenantsPage'),
    instance('api-tokens', () => import('./pages/api-tokens/api-tokens-page.tsx'), 'ApiTokensPage'),
    instance('users', () => import('./pages/users/users-page.tsx'), 'UsersPage'),
    instance('auditlogs', () => import('./pages/audit-logs/instance-audit-logs-page.tsx'), 'InstanceAuditLogsPage'),
    instance('kill-switches', () => import('./pages/kill-switches/kill-switches-page.tsx'), 'KillSwitchesPage'),
    instance('worker-groups', () => import('./pages/worker-groups/worker-groups-page.tsx'), 'WorkerGroupsPage'),
    instance('worker-groups/$groupId', () => import('./pages/worker-groups/worker-group-page.tsx'), 'WorkerGroupPage'),
    tenant.addChildren([
      home,
      page('/dashboards', () => import('./pages/dashboards/home-dashboard-page.tsx'), 'HomeDashboardPage'),
      page('/dashboards/all', () => import('./pages/dashboards/dashboards-page.tsx'), 'DashboardsPage'),
      page('/dashboards/new', () => import('./pages/dashboards/new-dashboard-page.tsx'), 'NewDashboardPage'),
      page(
        '/dashboards/$dashboardId',
        () => import('./pages/dashboards/chosen-dashboard-page.tsx'),
        'ChosenDashboardPage',
      ),
      page(
        '/dashboards/$dashboardId/edit',
        () => import('./pages/dashboards/edit-dashboard-page.tsx'),
        'EditDashboardPage',
      ),
      page('/flows', () => import('./pages/flows/flows-page.tsx'), 'FlowsPage'),
      page('/flows/new', () => import('./pages/flows/new-flow-page.tsx'), 'NewFlowPage'),
      page('/dependencies', () => import('./pages/flows/dependencies-page.tsx'), 'DependenciesPage'),
      page('/flows/edit/$namespace/$flowId/{-$tab}', () => import('./pages/flows/flow-page.tsx'), 'FlowPage'),
      page('/templates', () => import('./pages/templates/templates-page.tsx'), 'TemplatesPage'),
      page('/templates/new', () => import('./pages/templates/new-template-page.tsx'), 'NewTemplatePage'),
      page(
        '/templates/edit/$namespace/$templateId',
        () => import('./pages/templates/template-page.tsx'),
        'TemplatePage',
      ),
      page('/executions', () => import('./pages/executions/executions-page.tsx'), 'ExecutionsPage'),
      page(
        '/executions/$namespace/$flowId/$executionId/{-$tab}',
        () => import('./pages/executions/execution-page.tsx'),
        'ExecutionPage',
      ),
      page('/namespaces', () => import('./pages/namespaces/namespaces-page.tsx'), 'NamespacesPage'),
      page(
        '/namespaces/edit/$namespace/{-$tab}',
        () => import('./pages/namespaces/namespace-page.tsx'),
        'NamespacePage',
      ),
      page(
        '/namespaces/reusable-inputs/new/$namespace',
        () => import('./pages/reusable-inputs/new-reusable-inputs-page.tsx'),
        'NewReusableInputsPage',
      ),
      page(
        '/namespaces/reusable-inputs/edit/$namespace/$inputsId/{-$tab}',
        () => import('./pages/reusable-inputs/reusable-inputs-page.tsx'),
        'ReusableInputsPage',
      ),
      page('/plugins/{-$type}', () => import('./pages/plugins/plugins-page.tsx'), 'PluginsPage'),
      page('/logs', () => import('./pages/logs/logs-page.tsx'), 'LogsPage'),
      page('/admin/triggers', () => import('./pages/triggers/triggers-page.tsx'), 'TriggersPage'),
      createRoute({ getParentRoute: () => tenant, path: '/$', component: NotFoundPage }),
      page('/roles', () => import('./pages/roles/roles-page.tsx'), 'RolesPage'),
      page('/groups', () => import('./pages/groups/groups-page.tsx'), 'GroupsPage'),
      page('/groups/$groupId', () => import('./pages/groups/group-page.tsx'), 'GroupPage'),
      page(
        '/service-accounts',
        () => import('./pages/service-accounts/service-accounts-page.tsx'),
        'ServiceAccountsPage',
      ),
      page(
        '/service-accounts/$accountId',
        () => import('./pages/service-accounts/service-account-page.tsx'),
        'ServiceAccountPage',
      ),
      page('/mcp-servers', () => import('./pages/mcp-servers/mcp-servers-page.tsx'), 'McpServersPage'),
      page('/mcp-servers/$serverId', () => import('./pages/mcp-servers/mcp-server-page.tsx'), 'McpServerPage'),
      page('/invitations', () => import('./pages/invitations/invitations-page.tsx'), 'InvitationsPage'),
      page('/security-integrations', () => import('./pages/provisioning/provisioning-page.tsx'), 'ProvisioningPage'),
      page('/auditlogs', () => import('./pages/audit-logs/audit-logs-page.tsx'), 'AuditLogsPage'),
      page('/limits', () => import('./pages/limits/limits-page.tsx'), 'LimitsPage'),
      page('/settings', () => import('./pages/settings/settings-page.tsx'), 'SettingsPage'),
      page('/bindings', () => import('./pages/bindings/bindings-page.tsx'), 'BindingsPage'),
    ]),
  ]),
]);

export const router = createRouter({
  routeTree,
  basepath: `${contextPath}/ui`,
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultPreloadDelay: 60,
  defaultPendingMs: 300,
  defaultErrorComponent: PageError,
  defaultNotFoundComponent: () => <NotFound />,
  defaultPendingComponent: PageLoading,
  scrollRestoration: true,
});
