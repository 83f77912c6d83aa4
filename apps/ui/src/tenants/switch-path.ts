import { paths } from '../paths.ts';

/**
 * Where choosing a tenant leads: the same kind of page, without the ids and filters that belong to the old tenant.
 * `pathname` is the present page's, with its tenant segment if it has one.
 */
export function switchPath(pathname: string, from: string | undefined, to: string | undefined): string {
  const segments = pathname.split('/').filter((segment) => segment !== '');
  const kind = from !== undefined && segments[0] === from ? segments[1] : segments[0];
  switch (kind) {
    case 'dashboards':
      return paths.dashboard(to);
    case 'flows':
      return paths.flows(to);
    case 'executions':
      return paths.executions(to);
    case 'namespaces':
      return paths.namespaces(to);
    case 'logs':
      return paths.logs(to);
    case 'admin':
      return paths.triggers(to);
    case 'invitations':
      return paths.invitations(to);
    case 'groups':
      return paths.groups(to);
    case 'service-accounts':
      return paths.serviceAccounts(to);
    case 'auditlogs':
      return paths.auditLogs(to);
    case 'limits':
      return paths.limits(to);
    case 'roles':
      return paths.roles(to);
    case 'bindings':
      return paths.access(to);
    default:
      return paths.home(to);
  }
}
