/** What changed at the instance: caches on every server drop what they hold of it, at once and not after their second. */
import { topics } from '@windhover/ports';
import type { Deps } from '../deps.ts';

export type InstanceChange =
  | { readonly kind: 'tenant'; readonly id: string }
  /** Flags, password, lock, sessions or tokens of a user, or the user as such. */
  | { readonly kind: 'user'; readonly userId: string }
  /** Roles, bindings, groups or access of a tenant. */
  | { readonly kind: 'access'; readonly tenantKey: string }
  /** Details of a namespace: its limits may have changed. */
  | { readonly kind: 'namespace'; readonly tenantKey: string; readonly id: string }
  /** Kill switches of the instance: all are read again. */
  | { readonly kind: 'killSwitches' }
  /** Worker groups, or tokens of their workers: all are read again. */
  | { readonly kind: 'workerGroups' }
  /** Announcements of other servers were missed: nothing that is remembered is sure. */
  | { readonly kind: 'missed' }
  /** A flow got a new revision or was deleted: its triggers may have changed. */
  | { readonly kind: 'flow'; readonly tenantKey: string; readonly namespace: string; readonly flowId: string };

export function announce(deps: Pick<Deps, 'transport'>, ...changes: readonly InstanceChange[]): void {
  for (const change of changes) deps.transport.publish(topics.instance, change);
}
