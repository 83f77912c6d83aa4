import type { Permissions } from '../auth/permissions.ts';
import { paths } from '../paths.ts';
import { isPageKind, maySee, pageKinds } from './page-kinds.ts';

/**
 * Where choosing a tenant leads: the same kind of page, without the ids and filters that belong to the old tenant; the home
 * of the tenant when `permissions`, those in it, do not include that page. `pathname` is the present page's, with its tenant
 * segment if it has one.
 */
export function switchPath(
  pathname: string,
  from: string | undefined,
  to: string | undefined,
  permissions: Permissions,
): string {
  const segments = pathname.split('/').filter((segment) => segment !== '');
  const name = from !== undefined && segments[0] === from ? segments[1] : segments[0];
  if (!isPageKind(name) || !maySee(pageKinds[name], permissions)) return paths.home(to);
  return pageKinds[name].path(to);
}
