import { t } from '../messages/en.ts';
import type { Permission, Permissions } from './permissions.ts';

/** Says which permission the caller lacks, of which any one would do; undefined when they hold one. */
export function lacking(
  permissions: Permissions,
  anyOf: Permission | readonly Permission[],
  namespace?: string,
): string | undefined {
  const wanted = typeof anyOf === 'string' ? [anyOf] : anyOf;
  return wanted.some((permission) => permissions.can(permission, namespace))
    ? undefined
    : t.needsPermission(wanted.join(' / '));
}
